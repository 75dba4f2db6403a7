import type { Clock } from "../clock.ts";
import { atOnce } from "./at-once.ts";
import { parseBody } from "./body.ts";
import { Problem } from "./problem.ts";

/** A password, a token, an e-mail address: nobody has more to say before they are known. */
const MOST_BYTES = 4096;
/** How many such bodies are read at the same time: of all strangers 4 MiB, and of one address no more than it may need. */
const AT_ONCE = 1024;
const OF_AN_ADDRESS = 16;
/** Whoever is slower holds a place for nothing. */
const DEADLINE_MS = 10_000;

const CROWDED = "Too many sign in at once. Try again in a moment.";

/** Reads the bodies of requests that anybody may make, with a bound on each, on those of an address and on all of them together. */
export class Strangers {
  private readonly all = atOnce(AT_ONCE, CROWDED);
  private readonly each = atOnce(OF_AN_ADDRESS, CROWDED);

  constructor(private readonly clock: Clock) {}

  /** As `parseBody`. Throws 429 while too many others are read, 413 before anything of a larger body is, and 400 for a slow one. */
  parse(request: Request, address: string | null): Promise<unknown> {
    return this.all("", () => this.each(address ?? "", () => this.inTime(parseBody(request, MOST_BYTES))));
  }

  private async inTime<T>(reading: Promise<T>): Promise<T> {
    let callOff = () => undefined as unknown;
    const late = new Promise<never>((_, refuse) => {
      callOff = this.clock.after(DEADLINE_MS, () =>
        refuse(new Problem("malformed_request", "The body came too slowly.")),
      );
    });
    return Promise.race([reading, late]).finally(() => callOff());
  }
}

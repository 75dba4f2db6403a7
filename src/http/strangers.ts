import type { Clock } from "../clock.ts";
import { atOnce } from "./at-once.ts";
import { parseBody } from "./body.ts";
import { Problem } from "./problem.ts";

/** A password, a token, an e-mail address: nobody has more to say before they are known. */
const MOST_BYTES = 4096;
/** How many such bodies are read at the same time: of all strangers 4 MiB, and of one customer no more than it may need. */
const AT_ONCE = 1024;
const OF_A_CUSTOMER = 16;
/** Whoever is slower holds a place for nothing. */
const DEADLINE_MS = 10_000;

const CROWDED = "Too many sign in at once. Try again in a moment.";

/** Reads the bodies of requests that anybody may make, with a bound on each, on those of a customer and on all of them together. */
export class Strangers {
  private readonly all = atOnce(AT_ONCE, CROWDED);
  private readonly each = atOnce(OF_A_CUSTOMER, CROWDED);

  constructor(private readonly clock: Clock) {}

  /**
   * As `parseBody`; `customer` is whose address the request came from. Throws 429 while too many others are read, 413 before anything
   * of a larger body is, and 400 for a slow one.
   */
  parse(request: Request, customer: string): Promise<unknown> {
    return this.all("", () => this.each(customer, () => this.inTime(parseBody(request, MOST_BYTES))));
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

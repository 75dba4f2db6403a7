import type { Clock } from "../../clock.ts";
import { customerOf } from "../../egress/cidr.ts";
import type { ClientAddress } from "../../http/auth.ts";
import { type Peers, socketOf } from "../../http/base-path.ts";
import { Problem } from "../../http/problem.ts";
import { RateLimit } from "../../http/rate-limit.ts";
import { emailKey } from "../users/service.ts";
import type { Visitor } from "./begin.ts";

const MOST = 10;
const MINUTE_MS = 60_000;
const LONGEST_AGENT = 256;

/** Whoever guesses passwords: ten tries a minute from one network address, and at one account. */
export class Tries {
  private readonly byAddress = new RateLimit(MOST, MINUTE_MS);
  private readonly byAccount = new RateLimit(MOST, MINUTE_MS);

  constructor(private readonly clock: Clock) {}

  /** Throws 429. */
  takeAddress({ address }: Visitor): void {
    refuse(this.byAddress.take(customerOf(address ?? ""), this.clock.now()));
  }

  /** Throws 429. */
  takeAccount(email: string): void {
    refuse(this.byAccount.take(emailKey(email), this.clock.now()));
  }
}

function refuse(waitMs: number): void {
  if (waitMs === 0) return;
  const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
  throw new Problem("too_many_requests", "Wait a minute before the next try.", [], headers);
}

/** Who asks without having signed in. */
export function visitorOf(
  { clientAddress }: { clientAddress: ClientAddress },
  request: Request,
  server: Peers,
): Visitor {
  const address = clientAddress(request, socketOf(request, server));
  const agent = request.headers.get("user-agent") ?? "";
  return { address, userAgent: agent.slice(0, LONGEST_AGENT).toWellFormed() };
}

import type { Clock } from "../../clock.ts";
import { customerOf } from "../../egress/cidr.ts";
import type { ClientAddress } from "../../http/auth.ts";
import { type Peers, socketOf } from "../../http/base-path.ts";
import { Problem } from "../../http/problem.ts";
import { RateLimit } from "../../http/rate-limit.ts";
import { emailKey } from "../users/service.ts";
import { AccountTries } from "./account-tries.ts";
import type { Visitor } from "./begin.ts";

const MOST = 10;
const MINUTE_MS = 60_000;
const LONGEST_AGENT = 256;

/**
 * Whoever guesses passwords: ten tries a minute from one network address, whichever the account, and far more at one account from
 * all addresses together, for otherwise anybody could lock its owner out.
 */
export class Tries {
  private readonly byAddress = new RateLimit(MOST, MINUTE_MS);
  private readonly bySession = new RateLimit(MOST, MINUTE_MS);
  private readonly byAccount = new AccountTries();

  constructor(private readonly clock: Clock) {}

  /** Throws 429. */
  takeAddress({ address }: Visitor): void {
    refuse(this.byAddress.take(customerOf(address ?? ""), this.clock.now()));
  }

  /** Throws 429, but never for an address that has signed in to the account before. */
  takeAccount(email: string, { address }: Visitor): void {
    refuse(this.byAccount.take(emailKey(email), customerOf(address ?? ""), this.clock.now()));
  }

  /** Somebody at this address knew the account's password. */
  succeeded(email: string, { address }: Visitor): void {
    this.byAccount.succeeded(emailKey(email), customerOf(address ?? ""));
  }

  /** For who has signed in: what others try at the account does not count. Throws 429. */
  takeSession(session: string): void {
    refuse(this.bySession.take(session, this.clock.now()));
  }
}

function refuse(waitMs: number): void {
  if (waitMs === 0) return;
  const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
  throw new Problem("too_many_requests", "Wait before the next try.", [], headers);
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

/** So many tries at one account cost nothing; each one after them makes the next one wait twice as long. */
const FREE = 100;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without a try they begin anew. */
const FORGOTTEN_MS = 60 * 60_000;
/** So many accounts, and addresses that have signed in, are remembered; beyond them the oldest are forgotten. */
const MAX_KNOWN = 10_000;

type Tried = { count: number; last: number; blockedUntil: number };

/** Tries at each account, from all network addresses together. */
export class AccountTries {
  private readonly tried = new Map<string, Tried>();
  private readonly welcome = new Set<string>();

  /** Counts a try at `now`, in epoch ms. Returns 0 when it may be made, else in how many milliseconds the next one may. */
  take(account: string, address: string, now: number): number {
    if (this.welcome.has(pair(account, address))) return 0;
    const known = this.tried.get(account);
    if (known && known.blockedUntil > now) return known.blockedUntil - now;
    const count = (known && known.last > now - FORGOTTEN_MS ? known.count : 0) + 1;
    this.tried.delete(account);
    this.tried.set(account, {
      count,
      last: now,
      blockedUntil: count < FREE ? now : now + waitAfter(count - FREE),
    });
    forgetOldest(this.tried);
    return 0;
  }

  /** From this address the account is never closed again: whoever was there knew the password. */
  succeeded(account: string, address: string): void {
    this.tried.delete(account);
    this.welcome.add(pair(account, address));
    forgetOldest(this.welcome);
  }
}

const waitAfter = (beyond: number) => Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS);

const pair = (account: string, address: string) => `${address} ${account}`;

function forgetOldest(known: Map<string, unknown> | Set<string>): void {
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}

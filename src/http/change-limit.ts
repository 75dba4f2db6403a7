import type { Clock } from "../clock.ts";
import { isBound, type Principal } from "./principal.ts";
import { Problem } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";

const MINUTE_MS = 60_000;

const READING = ["GET", "HEAD", "OPTIONS"];

/** What it is for: events have bounds of their own. */
const PUBLISHING = /^\/api\/v1\/events(\/batch)?$/;

/**
 * Bounds how often somebody may change what is kept: each change is written several times over, in the log, as a notification and as an
 * event. Counted for each key or session, and for each tenant with all of its keys. Those who run Posthorn are not bounded.
 */
export class ChangeLimit {
  private readonly taken = new RateLimit(0, MINUTE_MS);

  /** `limit` is how many changes a minute; 0 is no limit. */
  constructor(
    private readonly clock: Clock,
    private readonly limit: () => number,
  ) {}

  /** Throws 429 where a request is a change beyond the limit. */
  take(principal: Principal, { method }: Request, pathname: string): void {
    const limit = this.limit();
    if (limit === 0 || READING.includes(method) || PUBLISHING.test(pathname) || isOperator(principal)) return;
    const { id, tenant } = principal;
    const callers = [`key ${id}`, ...(tenant === null ? [] : [`tenant ${tenant}`])];
    const now = this.clock.now();
    const waitMs = Math.max(...callers.map((caller) => this.taken.take(caller, now, limit)));
    if (waitMs === 0) return;
    const again = { "retry-after": String(Math.ceil(waitMs / 1000)) };
    throw new Problem("too_many_requests", `At most ${limit} changes a minute are taken.`, [], again);
  }
}

const isOperator = (principal: Principal) => principal.scopes.has("admin") && !isBound(principal);

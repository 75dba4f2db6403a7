import type { Webhook } from "../types.ts";

const DAY_MS = 86_400_000;

/** An event is older than its first failure: by the time that the receiver took, and by that before its turn came. */
const LEAD_MS = 5 * 60_000;

/**
 * Since when it has missed something: from shortly before it failed, else since it got something last, else from its beginning.
 * A day of one that is well. Enabling forgets when it failed first, not that what came last was a failure.
 */
export function missedSince({ health, status, created }: Webhook): string {
  const { failing_since: failing, last_success: success, last_failure: failure } = health;
  const hasGotLast = failure === null || (success !== null && success >= failure);
  if (failing !== null) return earlier(Date.parse(failing), LEAD_MS);
  return status === "active" && hasGotLast ? earlier(Date.now(), DAY_MS) : (success ?? created);
}

const earlier = (at: number, ms: number) => new Date(at - ms).toISOString();

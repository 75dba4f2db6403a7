import type { Webhook } from "../types.ts";

const DAY_MS = 86_400_000;

/** An event is older than its first failure: by the time that the receiver took, and by that before its turn came. */
const LEAD_MS = 5 * 60_000;

/**
 * Since when it has missed something: from shortly before it failed, else since it got something last, else from its beginning.
 * A day of one that is well. Enabling forgets when it failed first, not that what came last was a failure.
 */
export function missedSince(webhook: Webhook): string {
  const { health, status, created } = webhook;
  const { failing_since: failing, last_success: success } = health;
  if (failing !== null) return earlier(Date.parse(failing), LEAD_MS);
  if (status === "active" && !hasMissed(webhook)) return earlier(Date.now(), DAY_MS);
  return success ?? created;
}

/** Whether there is something to bring it: what came last was a failure. What waits for one that is paused is not missed. */
export function hasMissed({ health }: Webhook): boolean {
  const { failing_since: failing, last_success: success, last_failure: failure } = health;
  const hasGotLast = failure === null || (success !== null && success >= failure);
  return failing !== null || !hasGotLast;
}

const earlier = (at: number, ms: number) => new Date(at - ms).toISOString();

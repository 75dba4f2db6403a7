/**
 * ```
 *            enqueue                      verdict: success
 *   (none) ------------> pending ------------------------------> succeeded
 *                         |  ^  \__ verdict: schedule used up --> failed
 *       verdict: retry    |  |  \__ webhook deleted or disabled,
 *       at next_attempt   +--+      operator cancels -----------> cancelled
 * ```
 * A lease is not a state: it is two columns that say which process has the delivery in hand. Every write after a claim
 * carries the lease and the number of attempts, so that a late result never overwrites a newer owner's.
 *
 * A manual retry is not a state either: `retry_requested_at` asks for one more attempt. If that succeeds the delivery is
 * succeeded; if it fails the delivery stays what it was, with its schedule as it was.
 */
export type DeliveryStatus = "pending" | "succeeded" | "failed" | "cancelled";

export type CancelReason = "operator" | "webhook_deleted" | "webhook_disabled";

export type WebhookStatus = "active" | "paused" | "unverified" | "disabled";

/** The reason of an unverified webhook that will be paused once it is proven. */
export const PAUSED = "paused";

export type DisableReason = "operator" | "consecutive_failures" | "failing_too_long" | "gone";

export type Trigger = "schedule" | "manual" | "test";

import { records, type Statement, type Store } from "../db/store.ts";
import type { CancelReason } from "./states.ts";

/** So many rows a statement, so that a webhook with a large backlog holds no other write up. */
const CHUNK = 2000;

/** Its two parameters are the reason and the moment, in epoch ms. */
export const CANCELLED = `UPDATE deliveries SET status = CASE status WHEN 'pending' THEN 'cancelled' ELSE status END,
    cancel_reason = CASE status WHEN 'pending' THEN ? ELSE cancel_reason END,
    completed_at = coalesce(completed_at, ?), next_attempt_at = NULL, retry_requested_at = NULL`;

/** Somebody may enable it again while it is cancelled, portion by portion: what comes from then on is not to go with it. */
const ENDED = "(SELECT seq FROM webhooks WHERE id = ? AND (status = 'disabled' OR deleted_at IS NOT NULL))";

/** Through the index of what is claimable, then the few that are leased. */
const WAITING = `${CANCELLED} WHERE seq IN (SELECT d.seq FROM deliveries d
    WHERE d.webhook_seq = ${ENDED} AND d.lease_owner IS NULL AND d.due_at IS NOT NULL
    LIMIT ${CHUNK}) RETURNING id`;
const LEASED = `${CANCELLED} WHERE lease_owner IS NOT NULL AND due_at IS NOT NULL
    AND webhook_seq = ${ENDED} RETURNING id`;

/**
 * Cancels all that a disabled or deleted webhook still had to get, manual retries included. An attempt that is under way ends and is
 * written down. Returns how many.
 */
export async function cancelWebhook(
  store: Store,
  webhook: string,
  reason: CancelReason,
  now: number,
): Promise<number> {
  const args = [reason, now, webhook];
  const [leased] = await store.write([{ sql: LEASED, args }]);
  let cancelled = leased?.rows.length ?? 0;
  for (;;) {
    const [waiting] = await store.write([{ sql: WAITING, args }]);
    const rows = waiting?.rows.length ?? 0;
    cancelled += rows;
    if (rows < CHUNK) return cancelled;
  }
}

/** Cancels one pending delivery; false when it isn't pending. `also` is written with it. */
export async function cancelDelivery(
  store: Store,
  delivery: string,
  reason: CancelReason,
  now: number,
  also: Statement[] = [],
): Promise<boolean> {
  const sql = `${CANCELLED} WHERE id = ? AND status = 'pending' RETURNING id`;
  const [result] = await store.write([{ sql, args: [reason, now, delivery] }, ...also]);
  return result !== undefined && records(result).length > 0;
}

/** Webhooks that get nothing any more and still have deliveries waiting, as a crash in between leaves them. */
export async function cancelOrphans(store: Store, now: number): Promise<number> {
  const sql = `SELECT w.id, w.deleted_at IS NOT NULL AS deleted FROM webhooks w
    WHERE (w.status = 'disabled' OR w.deleted_at IS NOT NULL) AND EXISTS (SELECT 1 FROM deliveries d
      WHERE d.webhook_seq = w.seq AND d.lease_owner IS NULL AND d.due_at IS NOT NULL)`;
  let cancelled = 0;
  for (const { id, deleted } of records<{ id: string; deleted: number }>(await store.read({ sql })))
    cancelled += await cancelWebhook(store, id, deleted ? "webhook_deleted" : "webhook_disabled", now);
  return cancelled;
}

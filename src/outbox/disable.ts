import type { Store } from "../db/store.ts";
import { cancelWebhook } from "./cancel.ts";
import type { DisableReason } from "./states.ts";

const sql = `UPDATE webhooks SET status = 'disabled', status_reason = ?, updated_at = ?
  WHERE id = ? AND status <> 'disabled' AND deleted_at IS NULL RETURNING id`;

/** Disables a webhook and cancels what it still had to get. Null when it was disabled or gone already, else how many. */
export async function disable(
  store: Store,
  webhook: string,
  reason: DisableReason,
  now: number,
): Promise<number | null> {
  const [result] = await store.write([{ sql, args: [reason, now, webhook] }]);
  if (result?.rows.length === 0) return null;
  return cancelWebhook(store, webhook, "webhook_disabled", now);
}

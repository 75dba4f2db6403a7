import type { Store } from "../db/store.ts";
import { cancelWebhook } from "./cancel.ts";
import { tellingChange } from "./happening.ts";
import type { DisableReason } from "./states.ts";

/**
 * Disables a webhook, which is told of as the happening `id`, and cancels what it still had to get. Null when it was disabled or
 * gone already, else how many.
 */
export async function disable(
  store: Store,
  webhook: string,
  reason: DisableReason,
  now: number,
  id: string,
): Promise<number | null> {
  const set = {
    sql: "status = 'disabled', status_reason = ?, updated_at = ?, notice = 100",
    args: [reason, now],
  };
  const when = { sql: "w.status <> 'disabled' AND w.deleted_at IS NULL", args: [] };
  const told = { id, kind: "webhook.disabled", at: now, more: { reason } } as const;
  const [inserted] = await store.write(tellingChange(webhook, set, when, told));
  if (inserted?.rows.length === 0) return null;
  return cancelWebhook(store, webhook, "webhook_disabled", now);
}

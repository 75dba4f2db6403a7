import type { Store } from "../db/store.ts";
import { tellingChange } from "./happening.ts";
import type { DisableReason } from "./states.ts";

/**
 * Disables a webhook, which is told of as the happening `id`. False when it was disabled or gone already. What it still had to get
 * is for the caller to cancel, once nothing new is accepted for it.
 */
export async function disable(
  store: Store,
  webhook: string,
  reason: DisableReason,
  now: number,
  id: string,
): Promise<boolean> {
  const set = {
    sql: "status = 'disabled', status_reason = ?, updated_at = ?, notice = 100",
    args: [reason, now],
  };
  const when = { sql: "w.status <> 'disabled' AND w.deleted_at IS NULL", args: [] };
  const told = { id, kind: "webhook.disabled", at: now, more: { reason } } as const;
  const [inserted] = await store.write(tellingChange(webhook, set, when, told));
  return inserted?.rows.length !== 0;
}

import { records, type Store } from "../db/store.ts";
import type { Registry } from "./registry.ts";

const sql = `DELETE FROM webhook_secrets WHERE expires_at <= ?
  RETURNING (SELECT id FROM webhooks WHERE seq = webhook_seq) AS webhook`;

/** Deletes secrets whose grace time after a rotation has ended. Returns how many. */
export async function expireSecrets(store: Store, registry: Registry, now: number): Promise<number> {
  const [result] = await store.write([{ sql, args: [now] }]);
  const expired = result ? records<{ webhook: string }>(result) : [];
  for (const { webhook } of expired) await registry.refresh(webhook);
  return expired.length;
}

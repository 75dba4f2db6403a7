import type { Store } from "../db/store.ts";

const RELEASED = "UPDATE deliveries SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL";

/** Gives back deliveries that this process has in hand and did not attempt; they are due as before. */
export async function release(store: Store, deliveries: string[], lease: string): Promise<void> {
  const sql = `${RELEASED} AND lease_owner = ? AND id IN (SELECT value FROM json_each(?))`;
  await store.write([{ sql, args: [lease, JSON.stringify(deliveries)] }]);
}

/** Makes due again what a process had in hand when its lease ran out. Returns how many. */
export async function releaseExpired(store: Store, now: number): Promise<number> {
  return releaseWhere(store, "lease_until < ?", now);
}

/** Makes due again whatever earlier boots had in hand; only for the one process that delivers from a database. */
export async function releaseOthers(store: Store, lease: string): Promise<number> {
  return releaseWhere(store, "lease_owner <> ?", lease);
}

async function releaseWhere(store: Store, condition: string, arg: string | number): Promise<number> {
  const [result] = await store.write([{ sql: `${RELEASED} AND ${condition} RETURNING seq`, args: [arg] }]);
  return result?.rows.length ?? 0;
}

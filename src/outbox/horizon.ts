import { records, type Store } from "../db/store.ts";

/** When a webhook next has something due that nobody has in hand, in epoch ms. */
export type Horizon = { webhook: string; dueAt: number };

const earliest = (retrying: 0 | 1) => `(SELECT min(d.due_at) FROM deliveries d
  WHERE d.webhook_seq = w.seq AND d.lease_owner IS NULL AND d.due_at IS NOT NULL AND d.retrying = ${retrying})`;

/** Two probes of an index for each active webhook, however many rows are due. `among` narrows the webhooks. */
const horizonSql = (among: string) => `SELECT * FROM (
    SELECT w.id AS webhook, ${earliest(0)} AS first, ${earliest(1)} AS retry
    FROM webhooks w WHERE w.status = 'active' AND w.deleted_at IS NULL ${among})
  WHERE first IS NOT NULL OR retry IS NOT NULL`;

const ALL = horizonSql("");
const SOME = horizonSql("AND w.id IN (SELECT value FROM json_each(?))");

/** The horizons of the webhooks named, or of all; a webhook with nothing waiting is left out. */
export async function horizons(store: Store, webhooks: string[] | null): Promise<Horizon[]> {
  const result = await store.read(webhooks ? { sql: SOME, args: [JSON.stringify(webhooks)] } : { sql: ALL });
  return records<{ webhook: string; first: number | null; retry: number | null }>(result).map(
    ({ webhook, first, retry }) => ({ webhook, dueAt: Math.min(first ?? Infinity, retry ?? Infinity) }),
  );
}

import type { Store } from "../db/store.ts";

/** Events a statement: small, so that ingest goes on in between. */
const CHUNK = 200;

/** Oldest first; deliveries and attempts go with their event. An event with something still to deliver stays. */
const sql = `DELETE FROM events WHERE seq IN (SELECT e.seq FROM events e
    WHERE e.accepted_at < ? AND NOT EXISTS (SELECT 1 FROM deliveries d
      WHERE d.event_seq = e.seq AND (d.due_at IS NOT NULL OR d.lease_owner IS NOT NULL))
    ORDER BY e.seq LIMIT ${CHUNK}) RETURNING seq`;

/** Deletes events accepted before `before` (epoch ms) that are done with, and gives their pages back. Returns how many. */
export async function prune(store: Store, before: number): Promise<number> {
  for (let pruned = 0; ; ) {
    const [result] = await store.write([{ sql, args: [before] }]);
    const rows = result?.rows.length ?? 0;
    pruned += rows;
    if (rows < CHUNK) return pruned;
  }
}

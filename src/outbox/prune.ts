import { records, type Store } from "../db/store.ts";
import { holdCursors } from "./stats/roll-up.ts";

/**
 * Events looked at a statement, and rows deleted with them, about: whatever is accepted meanwhile waits for one statement. A thousand
 * rows, each in up to nine indexes of a large file, were 20 ms and more.
 */
const MAX_EVENTS = 30;
const MAX_ROWS = 100;

/** The next events in the order in which they were accepted, and how many of them are old enough. */
const WINDOW = `SELECT max(seq) AS last, count(*) FILTER (WHERE accepted_at < ?) AS old
  FROM (SELECT seq, accepted_at, sum(delivery_count + 1) OVER (ORDER BY seq) - delivery_count AS rows_before
    FROM (SELECT seq, accepted_at, delivery_count FROM events WHERE seq > ? ORDER BY seq LIMIT ${MAX_EVENTS}))
  WHERE rows_before <= ${MAX_ROWS}`;

/** Deliveries and attempts go with their event. An event with something still to deliver stays. */
const DELETE = `DELETE FROM events WHERE seq > ? AND seq <= ? AND accepted_at < ? AND NOT EXISTS (SELECT 1 FROM deliveries d
    WHERE d.event_seq = events.seq AND (d.due_at IS NOT NULL OR d.lease_owner IS NOT NULL)) RETURNING seq`;

/**
 * Deletes events accepted before `before` (epoch ms) that are done with. Returns how many. Walks from the oldest to the first
 * stretch where none is old: an index by age would cost every event a write, and each event is looked at once.
 */
export async function prune(store: Store, before: number): Promise<number> {
  let pruned = 0;
  for (let after = 0; ; ) {
    const [window] = records<{ last: number | null; old: number }>(
      await store.read({ sql: WINDOW, args: [before, after] }),
    );
    if (!window || window.last === null || window.old === 0) return pruned;
    const [result] = await store.write([{ sql: DELETE, args: [after, window.last, before] }, ...holdCursors]);
    pruned += result?.rows.length ?? 0;
    after = window.last;
  }
}

const DELETE_WEBHOOKS = `DELETE FROM webhooks WHERE deleted_at < ?
  AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.webhook_seq = webhooks.seq)
  AND NOT EXISTS (SELECT 1 FROM attempt_stats s WHERE s.webhook_seq = webhooks.seq) RETURNING seq`;

/** Deletes webhooks that were deleted before `before` (epoch ms), once their history and their counts are gone. Returns how many. */
export async function pruneWebhooks(store: Store, before: number): Promise<number> {
  const [result] = await store.write([{ sql: DELETE_WEBHOOKS, args: [before] }]);
  return result?.rows.length ?? 0;
}

const CHUNK = 1000;

/** Deletes jobs that were over before `before` (epoch ms). Returns how many. */
export const pruneJobs = (store: Store, before: number) => pruneRows(store, "jobs", "completed_at", before);

/** Deletes entries of the audit log from before `before` (epoch ms). Returns how many. */
export const pruneAuditLog = (store: Store, before: number) => pruneRows(store, "audit_log", "at", before);

/** The oldest first, and no further than the first that is kept: neither table has an index by time. */
async function pruneRows(store: Store, table: string, time: string, before: number): Promise<number> {
  const sql = `DELETE FROM ${table} WHERE seq IN (SELECT seq FROM (SELECT seq, ${time} AS time FROM ${table}
    ORDER BY seq LIMIT ${CHUNK}) WHERE time < ?) RETURNING seq`;
  for (let pruned = 0; ; ) {
    const [result] = await store.write([{ sql, args: [before] }]);
    const rows = result?.rows.length ?? 0;
    pruned += rows;
    if (rows < CHUNK) return pruned;
  }
}

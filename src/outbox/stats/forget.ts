import type { Statement, Store } from "../../db/store.ts";
import { keptSince, type Span, spanNames, spans } from "./spans.ts";

/** Rows deleted a statement, so that ingest goes on in between. */
const CHUNK = 2000;

const tables = ["attempt_stats", "event_stats"] as const;
type Table = (typeof tables)[number];

/** Deletes counts that are older than they are kept, and those of webhooks that were deleted before `before` (epoch ms). Returns how many. */
export async function forget(store: Store, now: number, before: number): Promise<number> {
  let forgotten = 0;
  for (const table of tables)
    for (const span of spanNames) forgotten += await forgetSpan(store, table, span, now);
  return forgotten + (await whole(store, { sql: OF_DELETED, args: [before] }));
}

const OF_DELETED = `DELETE FROM attempt_stats WHERE rowid IN (SELECT s.rowid FROM webhooks w
  CROSS JOIN attempt_stats s ON s.webhook_seq = w.seq WHERE w.deleted_at < ? LIMIT ${CHUNK}) RETURNING 1`;

/**
 * Goes on from where it was the last time: the longer stretches stay where the shorter ones have gone, and would be walked through
 * again each time. Nothing older comes later, because `rollUp` leaves it out.
 */
async function forgetSpan(store: Store, table: Table, span: Span, now: number): Promise<number> {
  const cursor = `${table} ${span}`;
  const until = keptSince(span, now);
  const sql = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table}
    WHERE at >= coalesce((SELECT value FROM cursors WHERE name = ?), 0) AND at < ? AND span = ? LIMIT ${CHUNK}) RETURNING 1`;
  const forgotten = await whole(store, { sql, args: [cursor, until, spans[span]] });
  const moved = `INSERT INTO cursors (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)`;
  await store.write([{ sql: moved, args: [cursor, until] }]);
  return forgotten;
}

/** Repeats a statement that deletes in chunks until nothing is left of it. */
async function whole(store: Store, statement: Statement): Promise<number> {
  for (let deleted = 0; ; ) {
    const [result] = await store.write([statement]);
    const rows = result?.rows.length ?? 0;
    deleted += rows;
    if (rows < CHUNK) return deleted;
  }
}

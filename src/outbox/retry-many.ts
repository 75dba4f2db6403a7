import { and, asc, count, eq, gt, lte, max, type SQL } from "drizzle-orm";
import { type Query, statement } from "../db/query.ts";
import { deliveries, events, webhooks } from "../db/schema.ts";
import type { Store } from "../db/store.ts";
import type { JobParams } from "./jobs/bulk-job.ts";
import { HELD, heldArgs } from "./jobs/lease.ts";
import { nothingMore } from "./jobs/portion.ts";
import type { Work } from "./jobs/work.ts";
import { type Selection, selected } from "./selection.ts";

/** Deliveries a portion; about as many as one webhook has waiting in memory. */
const PORTION = 100;

/**
 * How many deliveries were over at the moment `at` (epoch ms) of those selected, and the last of them; test sends are not among
 * them: their data is made up.
 */
export async function countRetries(
  query: Query,
  filter: Selection,
  at: number,
): Promise<{ count: number; last: number }> {
  const [row] = await query
    .select({ count: count(), last: max(deliveries.seq) })
    .from(deliveries)
    .innerJoin(events, eq(events.seq, deliveries.eventSeq))
    .where(meant(filter, at));
  return { count: row?.count ?? 0, last: row?.last ?? 0 };
}

/** What fails after the job was made is for the next one. */
const meant = (filter: Selection, at: number): SQL | undefined =>
  and(selected(filter), lte(deliveries.completedAt, at), eq(events.isTest, false));

const RETRY = `UPDATE deliveries SET retry_requested_at = ? WHERE seq IN (SELECT value FROM json_each(?))
  AND status IN ('failed', 'cancelled')
  AND EXISTS (SELECT 1 FROM webhooks w WHERE w.seq = webhook_seq AND w.status = 'active' AND w.deleted_at IS NULL)
  AND ${HELD}`;
const REFUSED = `(SELECT count(*) FROM json_each(?) meant JOIN deliveries d ON d.seq = meant.value
  JOIN webhooks w ON w.seq = d.webhook_seq WHERE w.status <> 'active' OR w.deleted_at IS NOT NULL)`;

/**
 * Asks for one more attempt of each of the next deliveries, as `requestRetry` does. Those of a webhook that takes none, because
 * it is paused, unverified, disabled or deleted, are counted as failed and stay as they are.
 */
export const retryNext: Work<"retry"> = async ({ store, registry }, { params, cursor }, hold, now) => {
  const rows = await nextRows(store, registry.query, params, cursor);
  const last = rows.at(-1);
  if (!last) return nothingMore(cursor);
  const seqs = JSON.stringify(rows.map(({ seq }) => seq));
  return {
    kind: "portion",
    effect: [{ sql: RETRY, args: [now, seqs, ...heldArgs(hold)] }],
    counts: true,
    failed: { sql: REFUSED, args: [seqs] },
    cursor: last.seq,
    over: rows.length < PORTION,
    handed: rows.map(({ delivery, webhook }) => ({ delivery, webhook })),
  };
};

/** Sent to the store itself, whose errors say whether it is worth trying again; drizzle wraps them. */
async function nextRows(store: Store, query: Query, { filter, at, last }: JobParams["retry"], after: number) {
  const built = query
    .select({ seq: deliveries.seq, delivery: deliveries.id, webhook: webhooks.id })
    .from(deliveries)
    .innerJoin(events, eq(events.seq, deliveries.eventSeq))
    .innerJoin(webhooks, eq(webhooks.seq, deliveries.webhookSeq))
    .where(and(meant(filter, at), gt(deliveries.seq, after), lte(deliveries.seq, last)))
    .orderBy(asc(deliveries.seq))
    .limit(PORTION);
  const { rows } = await store.read(statement(built));
  return rows.map(([seq, delivery, webhook]) => ({
    seq: seq as number,
    delivery: delivery as string,
    webhook: webhook as string,
  }));
}

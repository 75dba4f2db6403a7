import { and, asc, count, eq, gt, lte, max, type SQL } from "drizzle-orm";
import { type Query, statement } from "../db/query.ts";
import { deliveries, events, webhooks } from "../db/schema.ts";
import type { Store } from "../db/store.ts";

/** Deliveries a portion; about as many as one webhook has waiting in memory. */
export const PORTION = 100;

export type Counted = { count: number; last: number };

/** How many deliveries `meant` selects, and the last of them, a `seq`. Conditions may name events too. */
export async function countMeant(query: Query, meant: SQL | undefined): Promise<Counted> {
  const [row] = await query
    .select({ count: count(), last: max(deliveries.seq) })
    .from(deliveries)
    .innerJoin(events, eq(events.seq, deliveries.eventSeq))
    .where(meant);
  return { count: row?.count ?? 0, last: row?.last ?? 0 };
}

export type Meant = { seq: number; delivery: string; webhook: string };

/** The next portion of what `meant` selects, from behind `after` to `last`. Sent to the store itself, whose errors say whether it is worth trying again; drizzle wraps them. */
export async function nextMeant(
  { store, query }: { store: Store; query: Query },
  meant: SQL | undefined,
  { after, last }: { after: number; last: number },
): Promise<Meant[]> {
  const built = query
    .select({ seq: deliveries.seq, delivery: deliveries.id, webhook: webhooks.id })
    .from(deliveries)
    .innerJoin(events, eq(events.seq, deliveries.eventSeq))
    .innerJoin(webhooks, eq(webhooks.seq, deliveries.webhookSeq))
    .where(and(meant, gt(deliveries.seq, after), lte(deliveries.seq, last)))
    .orderBy(asc(deliveries.seq))
    .limit(PORTION);
  const { rows } = await store.read(statement(built));
  return rows.map(([seq, delivery, webhook]) => ({
    seq: seq as number,
    delivery: delivery as string,
    webhook: webhook as string,
  }));
}

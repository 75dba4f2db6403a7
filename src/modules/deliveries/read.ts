import { and, asc, count, desc, eq, inArray, lt, max, type SQL } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { attempts, deliveries, events, webhooks } from "../../db/schema.ts";
import type { AddressPolicy } from "../../egress/addresses.ts";
import { type Page, type PageQuery, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { type Selection, selected } from "../../outbox/selection.ts";
import { afterCursor } from "../conditions.ts";
import type { CountQuery, ListQuery } from "./filter-model.ts";
import type { AttemptedDelivery, Delivery } from "./model.ts";
import {
  type AttemptRow,
  type DeliveryRow,
  presentDelivery,
  presentWithAttempts,
  wireEventOf,
} from "./present.ts";
import { refuseEmptyPeriod, selectionOf } from "./selection.ts";

export type ReadDeps = { query: Query; policy: AddressPolicy };

export async function listDeliveries(
  query: Query,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<Delivery>> {
  const shown = query
    .select({ seq: deliveries.seq })
    .from(deliveries)
    .where(and(selected(selectionOf(principal, filter, "/query")), afterCursor(deliveries.seq, filter)))
    .orderBy(desc(deliveries.seq))
    .limit(pageSize(filter));
  const rows = await selectDeliveries(query)
    .where(inArray(deliveries.seq, shown))
    .orderBy(desc(deliveries.seq));
  return page(rows, filter, presentDelivery);
}

/** How many deliveries the filter selects. Throws 403, 422. */
export async function countDeliveries(
  query: Query,
  principal: Principal,
  filter: CountQuery,
): Promise<{ count: number }> {
  const selection = selectionOf(principal, filter, "/query");
  refuseEmptyPeriod(selection, "/query");
  const [row] = await query.select({ count: count() }).from(deliveries).where(selected(selection));
  return { count: row?.count ?? 0 };
}

/** The `seq` of the newest delivery; 0 where there is none. */
export async function newestDelivery(query: Query): Promise<number> {
  const [row] = await query.select({ seq: max(deliveries.seq) }).from(deliveries);
  return row?.seq ?? 0;
}

/** The newest `limit` deliveries of those selected before the `seq` given, and the `seq` of the last of them. */
export async function deliveriesBefore(
  query: Query,
  selection: Selection,
  before: number,
  limit: number,
): Promise<{ deliveries: Delivery[]; last: number }> {
  const shown = query
    .select({ seq: deliveries.seq })
    .from(deliveries)
    .where(and(selected(selection), lt(deliveries.seq, before)))
    .orderBy(desc(deliveries.seq))
    .limit(limit);
  const rows = await selectDeliveries(query)
    .where(inArray(deliveries.seq, shown))
    .orderBy(desc(deliveries.seq));
  return { deliveries: rows.map(presentDelivery), last: rows.at(-1)?.seq ?? 0 };
}

/** The delivery with all its attempts. Throws 404, also for another tenant's. */
export async function getDelivery(
  { query, policy }: ReadDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const [row] = await selectDeliveries(query).where(eq(deliveries.id, id));
  if (!row || !mayAccess(principal, row.delivery.tenant)) throw notFound("delivery with this id");
  const [event] = await query.select().from(events).where(eq(events.seq, row.delivery.eventSeq));
  if (!event) throw notFound("delivery with this id");
  const made = await attemptsOf(query, [row.seq]);
  return presentWithAttempts(row, wireEventOf(event), made, { principal, policy });
}

/** An event's deliveries with all their attempts. */
export async function deliveriesOfEvent(
  { query, policy }: ReadDeps,
  principal: Principal,
  event: typeof events.$inferSelect,
  paging: PageQuery = {},
): Promise<Page<AttemptedDelivery>> {
  const rows = await selectDeliveries(query)
    .where(and(eq(deliveries.eventSeq, event.seq), afterCursor(deliveries.seq, paging)))
    .orderBy(desc(deliveries.seq))
    .limit(pageSize(paging));
  const made = await attemptsOf(
    query,
    rows.map(({ seq }) => seq),
  );
  const attemptsBy = Map.groupBy(made, ({ deliverySeq }) => deliverySeq);
  const wireEvent = wireEventOf(event);
  const present = (row: DeliveryRow) =>
    presentWithAttempts(row, wireEvent, attemptsBy.get(row.seq) ?? [], { principal, policy });
  return page(rows, paging, present);
}

function selectDeliveries(query: Query) {
  const { number, startedAt, durationMs, outcome, statusCode, error } = attempts;
  const { id, type, createdAt, channel, isTest } = events;
  return query
    .select({
      seq: deliveries.seq,
      delivery: deliveries,
      event: { id, type, createdAt, channel, isTest },
      webhook: { id: webhooks.id, url: webhooks.url },
      last: { number, startedAt, durationMs, outcome, statusCode, error },
    })
    .from(deliveries)
    .innerJoin(events, eq(events.seq, deliveries.eventSeq))
    .innerJoin(webhooks, eq(webhooks.seq, deliveries.webhookSeq))
    .leftJoin(
      attempts,
      and(eq(attempts.deliverySeq, deliveries.seq), eq(attempts.number, deliveries.attemptCount)),
    )
    .$dynamic() as unknown as DeliverySelect;
}

/** What of drizzle's builder the reads above use; its own type loses the rows' shape at `$dynamic`. */
type DeliverySelect = PromiseLike<DeliveryRow[]> & {
  where(condition: SQL | undefined): DeliverySelect;
  orderBy(by: SQL): DeliverySelect;
  limit(rows: number): DeliverySelect;
};

function attemptsOf(query: Query, deliverySeqs: number[]): Promise<AttemptRow[]> {
  return query
    .select()
    .from(attempts)
    .where(inArray(attempts.deliverySeq, deliverySeqs))
    .orderBy(asc(attempts.deliverySeq), asc(attempts.number));
}

import { and, asc, desc, eq, inArray, type SQL } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { attempts, deliveries, events, webhooks } from "../../db/schema.ts";
import type { AddressPolicy } from "../../egress/addresses.ts";
import { type Page, type PageQuery, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { selected } from "../../outbox/selection.ts";
import { afterCursor } from "../conditions.ts";
import type { AttemptedDelivery, Delivery, ListQuery } from "./model.ts";
import {
  type AttemptRow,
  type DeliveryRow,
  presentDelivery,
  presentWithAttempts,
  wireEventOf,
} from "./present.ts";
import { selectionOf } from "./selection.ts";

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

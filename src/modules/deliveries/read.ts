import { and, count, desc, eq, inArray, lt, max, type SQL } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { attempts, deliveries, events, webhooks } from "../../db/schema.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import type { Principal } from "../../http/principal.ts";
import { type Selection, selected } from "../../outbox/selection.ts";
import { afterCursor } from "../conditions.ts";
import type { CountQuery, ListQuery } from "./filter-model.ts";
import type { Delivery } from "./model.ts";
import { type DeliveryRow, presentDelivery } from "./present.ts";
import { refuseEmptyPeriod, selectionOf } from "./selection.ts";

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

/** Deliveries with their event, their webhook and their last attempt; the caller narrows and orders them. */
export function selectDeliveries(query: Query) {
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

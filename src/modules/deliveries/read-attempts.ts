import { and, asc, count, desc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { attempts, deliveries, events } from "../../db/schema.ts";
import type { AddressPolicy } from "../../egress/addresses.ts";
import {
  jsonBytes,
  MAX_BYTES,
  type Page,
  type PageQuery,
  page,
  pageSize,
  withinBytes,
} from "../../http/paging.ts";
import { mayAccess, type Principal } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { afterCursor } from "../conditions.ts";
import { mayRead } from "../readable.ts";
import type { Attempt, AttemptedDelivery } from "./model.ts";
import {
  type DeliveryRow,
  type ListedAttemptRow,
  presentAttempt,
  presentDelivery,
  presentListed,
  type Viewer,
  wireEventOf,
} from "./present.ts";
import { selectDeliveries } from "./read.ts";

export type ReadDeps = { query: Query; policy: AddressPolicy };

/** What a delivery's attempts may take of a response; the rest is for the delivery itself. */
const ATTEMPTS_BYTES = MAX_BYTES - 64 * 1024;

/**
 * The delivery with its attempts and their bodies. Where that is more than 4 MiB the attempts come without bodies, and of very
 * many only the newest. Throws 404, also for another tenant's.
 */
export async function getDelivery(
  { query, policy }: ReadDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const { row, event } = await findDelivery(query, principal, id);
  const viewer = { principal, policy };
  const whole = await wholeAttempts(query, row, event, viewer);
  if (whole) return { ...presentDelivery(row), attempts: whole };
  return withListed(row, await listedAttempts(query, [row.seq]), viewer);
}

/** One attempt with its bodies. Throws 404, also for another tenant's. */
export async function getAttempt(
  { query, policy }: ReadDeps,
  principal: Principal,
  id: string,
  number: string,
): Promise<Attempt> {
  const { row, event } = await findDelivery(query, principal, id);
  const [made] = /^[1-9]\d{0,8}$/.test(number)
    ? await query
        .select()
        .from(attempts)
        .where(and(eq(attempts.deliverySeq, row.seq), eq(attempts.number, Number(number))))
    : [];
  if (!made) throw notFound("attempt of this delivery with this number");
  return presentAttempt(made, row.delivery, wireEventOf(event), { principal, policy });
}

/** An event's deliveries with their attempts, without bodies. */
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
  const made = await listedAttempts(
    query,
    rows.map(({ seq }) => seq),
  );
  const attemptsBy = Map.groupBy(made, ({ deliverySeq }) => deliverySeq);
  return page(rows, paging, (row) => withListed(row, attemptsBy.get(row.seq) ?? [], { principal, policy }));
}

async function findDelivery(query: Query, principal: Principal, id: string) {
  const [row] = await selectDeliveries(query).where(eq(deliveries.id, id));
  const isTheirs = row && mayAccess(principal, row.delivery.tenant) && mayRead(principal, row.event.type);
  if (!isTheirs) throw notFound("delivery with this id");
  const [event] = await query.select().from(events).where(eq(events.seq, row.delivery.eventSeq));
  if (!event) throw notFound("delivery with this id");
  return { row, event };
}

/** All attempts with their bodies, oldest first; null where they are too large. Their size is known before they are read. */
async function wholeAttempts(
  query: Query,
  row: DeliveryRow,
  event: typeof events.$inferSelect,
  viewer: Viewer,
): Promise<Attempt[] | null> {
  const mine = eq(attempts.deliverySeq, row.seq);
  const answered = sql<number>`coalesce(sum(length(${attempts.responseBody}) + length(${attempts.responseHeaders})), 0)`;
  const [size] = await query.select({ made: count(), answered }).from(attempts).where(mine);
  const wire = wireEventOf(event);
  const sent = wire.data.length + (wire.previousAttributes?.length ?? 0);
  if (size && size.made * sent + size.answered > ATTEMPTS_BYTES) return null;
  const rows = await query.select().from(attempts).where(mine).orderBy(asc(attempts.number));
  const shown = rows.map((one) => presentAttempt(one, row.delivery, wire, viewer));
  return jsonBytes(shown) > ATTEMPTS_BYTES ? null : shown;
}

/** Without bodies; of very many attempts the newest, in the order in which they were made. */
function withListed(row: DeliveryRow, made: ListedAttemptRow[], viewer: Viewer): AttemptedDelivery {
  const present = (one: ListedAttemptRow) => presentListed(one, row.delivery.id, viewer);
  const newest = withinBytes(made.toReversed(), present, ATTEMPTS_BYTES);
  return { ...presentDelivery(row), attempts: newest.reverse() };
}

const { responseBody: _, ...listedColumns } = getTableColumns(attempts);

function listedAttempts(query: Query, deliverySeqs: number[]): Promise<ListedAttemptRow[]> {
  return query
    .select(listedColumns)
    .from(attempts)
    .where(inArray(attempts.deliverySeq, deliverySeqs))
    .orderBy(asc(attempts.deliverySeq), asc(attempts.number));
}

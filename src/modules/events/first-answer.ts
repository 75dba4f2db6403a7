import { and, count, eq, or } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { deliveries, events } from "../../db/schema.ts";
import { Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { NewEvent } from "../../outbox/enqueue.ts";
import type { AcceptedEvent, NewEventBody } from "./model.ts";

type QueryDeps = { query: Query };

type Row = typeof events.$inferSelect;

export type Accepted = { replayed: boolean; event: AcceptedEvent };

/** The events with the same id or the same key. */
export function acceptedBefore(
  { query }: QueryDeps,
  { tenant, id, idempotencyKey }: NewEvent,
): Promise<Row[]> {
  const sameKey = idempotencyKey === null ? undefined : eq(events.idempotencyKey, idempotencyKey);
  return query
    .select()
    .from(events)
    .where(and(eq(events.tenant, tenant), or(eq(events.id, id), sameKey)));
}

/** The answer that the event got when it was first accepted; the same id or key for something else is a conflict. */
export async function firstAnswer(
  deps: QueryDeps,
  rows: Row[],
  event: NewEvent,
  body: NewEventBody,
): Promise<Accepted> {
  const { id } = event;
  const byId = rows.find((row) => row.id === id);
  const first = byId ?? rows[0];
  if (first && isSame(first, event, body))
    return {
      replayed: true,
      event: answer({ ...first, created: first.createdAt }, await firstDeliveries(deps, first)),
    };
  if (byId) throw new Problem("event_id_conflict", `The event ${id} was accepted before with other content.`);
  throw new Problem("idempotency_key_reused", "This idempotency key was used before with other content.", [
    { pointer: "/headers/idempotency-key", detail: "was used with other content" },
  ]);
}

/** How many deliveries came with the event itself: a replay or a recovery may have made more since. */
async function firstDeliveries({ query }: QueryDeps, { seq, acceptedAt }: Row): Promise<number> {
  const [row] = await query
    .select({ first: count() })
    .from(deliveries)
    .where(and(eq(deliveries.eventSeq, seq), eq(deliveries.createdAt, acceptedAt)));
  return row?.first ?? 0;
}

/** What the caller left out is not compared: a first `created` or id was made up by us. */
function isSame(first: Row, event: NewEvent, body: NewEventBody): boolean {
  return (
    first.type === event.type &&
    first.data === event.data &&
    first.previousAttributes === event.previousAttributes &&
    first.channel === event.channel &&
    first.actor === event.actor &&
    (body.id === undefined || first.id === body.id) &&
    (body.created === undefined || first.createdAt === event.created)
  );
}

export function answer(
  event: Pick<NewEvent, "id" | "type" | "tenant" | "created" | "channel" | "actor">,
  deliveries: number,
): AcceptedEvent {
  const { id, type, tenant, created, channel, actor } = event;
  return { id, type, tenant, created: iso(created), channel, actor, deliveries };
}

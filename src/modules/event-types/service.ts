import { desc, eq, lt } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { eventTypes } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { cursorSeq, type Page, type PageQuery, page, pageSize } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { EventType, PutEventType } from "./model.ts";

export type EventTypesDeps = { store: Store; query: Query; clock: Clock; registry: Registry };

type Row = typeof eventTypes.$inferSelect;

/** Declares an event type, or replaces its declaration. One that events brought into the list is declared by this. */
export async function putEventType(
  deps: EventTypesDeps,
  name: string,
  input: PutEventType,
): Promise<EventType> {
  const now = deps.clock.now();
  const { description, group = null, example = null, deprecated = false } = input;
  const declaration = { declared: true, description, group, example, deprecated, updatedAt: now };
  const insert = deps.query
    .insert(eventTypes)
    .values({ name, createdAt: now, ...declaration })
    .onConflictDoUpdate({ target: eventTypes.name, set: declaration });
  await deps.store.write([statement(insert)]);
  deps.registry.noteType(name);
  return getEventType(deps, name);
}

export async function getEventType({ query }: EventTypesDeps, name: string): Promise<EventType> {
  const [row] = await query.select().from(eventTypes).where(eq(eventTypes.name, name));
  if (!row) throw notFound("event type with this name");
  return present(row);
}

export async function listEventTypes({ query }: EventTypesDeps, paging: PageQuery): Promise<Page<EventType>> {
  const after = cursorSeq(paging);
  const rows = await query
    .select()
    .from(eventTypes)
    .where(after === undefined ? undefined : lt(eventTypes.seq, after))
    .orderBy(desc(eventTypes.seq))
    .limit(pageSize(paging));
  return page(rows, paging, present);
}

/** Takes a type out of the catalogue. The next event of this type brings it back as undeclared. */
export async function deleteEventType(deps: EventTypesDeps, name: string): Promise<void> {
  await getEventType(deps, name);
  await deps.store.write([statement(deps.query.delete(eventTypes).where(eq(eventTypes.name, name)))]);
  deps.registry.forgetType(name);
}

function present({ name, declared, description, group, example, deprecated, ...row }: Row): EventType {
  const status = declared ? "declared" : "undeclared";
  const [created, updated] = [iso(row.createdAt), iso(row.updatedAt)];
  return { name, status, description, group, example, deprecated, created, updated };
}

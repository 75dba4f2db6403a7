import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { eventTypes } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { type Page, type PageQuery, page, pageSize } from "../../http/paging.ts";
import type { Principal } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Registry } from "../../outbox/registry.ts";
import { afterCursor } from "../conditions.ts";
import type { EventType, PutEventType } from "./model.ts";

export type EventTypesDeps = { store: Store; query: Query; clock: Clock; registry: Registry };

const columns = { ...getTableColumns(eventTypes), example: sql<string | null>`${eventTypes.example}` };

type Row = Omit<typeof eventTypes.$inferSelect, "example"> & { example: string | null };

/**
 * Declares an event type, or replaces its declaration; `example` is JSON as it was written. One that events brought into
 * the list is declared by this.
 */
export async function putEventType(
  deps: EventTypesDeps,
  name: string,
  input: PutEventType,
  example: string | null,
): Promise<EventType> {
  const now = deps.clock.now();
  const { description, group = null, deprecated = false } = input;
  const written = sql<unknown>`${example}`;
  const declaration = { declared: true, description, group, example: written, deprecated, updatedAt: now };
  const insert = deps.query
    .insert(eventTypes)
    .values({ name, createdAt: now, ...declaration })
    .onConflictDoUpdate({ target: eventTypes.name, set: declaration });
  await deps.store.write([statement(insert)]);
  deps.registry.noteType(name);
  return getEventType(deps, null, name);
}

/** `principal` null asks for the process itself. */
export async function getEventType(
  { query }: EventTypesDeps,
  principal: Principal | null,
  name: string,
): Promise<EventType> {
  const [row] = await query
    .select(columns)
    .from(eventTypes)
    .where(and(eq(eventTypes.name, name), visibleTo(principal)));
  if (!row) throw notFound("event type with this name");
  return present(row);
}

export async function listEventTypes(
  { query }: EventTypesDeps,
  principal: Principal,
  paging: PageQuery,
): Promise<Page<EventType>> {
  const rows = await query
    .select(columns)
    .from(eventTypes)
    .where(and(afterCursor(eventTypes.seq, paging), visibleTo(principal)))
    .orderBy(desc(eventTypes.seq))
    .limit(pageSize(paging));
  return page(rows, paging, present);
}

/** A tenant sees the operator's catalogue, and not the types that other tenants' events brought into it. */
const visibleTo = (principal: Principal | null) =>
  principal === null || principal.tenant === null ? undefined : eq(eventTypes.declared, true);

/** Takes a type out of the catalogue. The next event of this type brings it back as undeclared. */
export async function deleteEventType(deps: EventTypesDeps, name: string): Promise<void> {
  await getEventType(deps, null, name);
  await deps.store.write([statement(deps.query.delete(eventTypes).where(eq(eventTypes.name, name)))]);
  deps.registry.forgetType(name);
}

function present({ name, declared, description, group, example, deprecated, ...row }: Row): EventType {
  const status = declared ? "declared" : "undeclared";
  const [created, updated] = [iso(row.createdAt), iso(row.updatedAt)];
  return { name, status, description, group, example: exactly(example), deprecated, created, updated };
}

/** TypeScript does not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Numbers keep the digits that they were written with. */
function exactly(text: string | null): unknown {
  const keep = (_: string, value: unknown, { source }: { source: string }) =>
    typeof value === "number" ? rawJSON(source) : value;
  return text === null ? null : JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

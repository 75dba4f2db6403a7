import { and, desc, eq, sql } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { eventTypes } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, notFound } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { afterCursor, given } from "../conditions.ts";
import type { Settings } from "../settings/settings.ts";
import {
  columns,
  type Declaration,
  declarationFaults,
  declare,
  declaredDeed,
  declaredTypes,
  type Row,
  shown,
} from "./declaration.ts";
import type { EventType, ListQuery, PutEventType } from "./model.ts";
import { catalogueDocument } from "./openapi/write.ts";

export type EventTypesDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  registry: Registry;
  settings: Pick<Settings, "get">;
  sandbox: Pick<Sandbox, "checkSchema" | "validate">;
};

/** The JSON texts of a request's members, as they were written; null for one that is left out. */
export type Written = Pick<Declaration, "schema" | "example">;

/**
 * Declares an event type, or replaces its declaration. One that events brought into the list is declared by this. Throws
 * 422, also for a schema that cannot be used and for an example that does not fit it.
 */
export async function putEventType(
  deps: EventTypesDeps,
  principal: Principal,
  name: string,
  input: PutEventType,
  texts: Written,
): Promise<EventType> {
  const { description, group = null, deprecated = false } = input;
  const schema = unlessNull(texts.schema);
  const declaration = { name, description, group, deprecated, schema, example: unlessNull(texts.example) };
  const faults = await declarationFaults(deps.sandbox, declaration);
  if (faults.length > 0) throw invalid(faults.map(placed));
  const before = await findRow(deps, name);
  const deed = declaredDeed(before?.declared ? before : null, declaration);
  const written = declare(deps.query, declaration, deps.clock.now());
  await deps.store.write([written, auditEntry(deps, principal, deed)]);
  deps.registry.declareType(name, schema);
  return getEventType(deps, null, name);
}

/** An explicit null is the same as leaving it out: that is how the answer shows it too. */
const unlessNull = (text: string | null) => (text === "null" ? null : text);

/** The name stands in the path. */
const placed = ({ pointer, detail }: { pointer: string; detail: string }) => ({
  pointer: pointer === "/name" ? "/path/name" : pointer,
  detail,
});

/** `principal` null asks for the process itself. */
export async function getEventType(
  deps: EventTypesDeps,
  principal: Principal | null,
  name: string,
): Promise<EventType> {
  const row = await findRow(deps, name);
  const isVisible = row?.declared || principal === null || principal.tenant === null;
  if (!row || !isVisible) throw notFound("event type with this name");
  return present(row);
}

async function findRow({ query }: EventTypesDeps, name: string): Promise<Row | undefined> {
  const [row] = await query.select(columns).from(eventTypes).where(eq(eventTypes.name, name));
  return row;
}

export async function listEventTypes(
  { query }: EventTypesDeps,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<EventType>> {
  const rows = await query
    .select(columns)
    .from(eventTypes)
    .where(
      and(
        afterCursor(eventTypes.seq, filter),
        visibleTo(principal),
        given(filter.group, (group) => eq(eventTypes.group, group)),
        given(filter.status, (status) => eq(eventTypes.declared, status === "declared")),
        given(filter.q, holding),
      ),
    )
    .orderBy(desc(eventTypes.seq))
    .limit(pageSize(filter));
  return page(rows, filter, present);
}

/** Types with a text in their name or description, whatever its case in ASCII. */
const holding = (text: string) =>
  sql`instr(lower(${eventTypes.name} || char(10) || ${eventTypes.description}), lower(${text})) > 0`;

/** A tenant sees the operator's catalogue, and not the types that other tenants' events brought into it. */
const visibleTo = (principal: Principal | null) =>
  principal === null || principal.tenant === null ? undefined : eq(eventTypes.declared, true);

/** Takes a type out of the catalogue. The next event of this type brings it back as undeclared. */
export async function deleteEventType(
  deps: EventTypesDeps,
  principal: Principal,
  name: string,
): Promise<void> {
  const before = await getEventType(deps, null, name);
  const deed: Deed = { action: "event_type.deleted", tenant: null, target: name, before, after: null };
  const gone = statement(deps.query.delete(eventTypes).where(eq(eventTypes.name, name)));
  await deps.store.write([gone, auditEntry(deps, principal, deed)]);
  deps.registry.forgetType(name);
}

function present({ declared, createdAt, updatedAt, ...row }: Row): EventType {
  const { name, description, ...others } = shown(row);
  const status = declared ? "declared" : "undeclared";
  return { name, status, description, ...others, created: iso(createdAt), updated: iso(updatedAt) };
}

/** The declared types as an OpenAPI 3.1 document with `webhooks`. */
export async function exportEventTypes({ query, settings }: EventTypesDeps) {
  return catalogueDocument(`${settings.get("product_name")} webhooks`, await declaredTypes(query));
}

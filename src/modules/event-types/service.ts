import { and, desc, eq, sql } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { eventTypes } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { withoutFacts } from "../../http/facts.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, notFound } from "../../http/problem.ts";
import { iso, isoOrNull, momentOf } from "../../http/time.ts";
import type { Registry } from "../../outbox/registry.ts";
import { countTypes, pruneTypes } from "../../outbox/seen-types.ts";
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
  isFor,
  type Row,
  shown,
} from "./declaration.ts";
import {
  type EventType,
  eventTypeFacts,
  type ListQuery,
  type PruneTypes,
  type PutEventType,
} from "./model.ts";

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
  const shown = await findRow(deps, name).then((row) => (row ? presentTo(null)(row) : null));
  const {
    description,
    group = null,
    deprecated = false,
    tenants = null,
  } = withoutFacts(input, eventTypeFacts, shown);
  const [schema, example] = [unlessNull(texts.schema), unlessNull(texts.example)];
  const declaration = { name, description, group, deprecated, schema, example, tenants };
  const faults = await declarationFaults(deps.sandbox, declaration);
  if (faults.length > 0) throw invalid(faults.map(placed));
  const before = await findRow(deps, name);
  const deed = declaredDeed(before?.declared ? before : null, declaration);
  const written = declare(deps.query, declaration, deps.clock.now());
  await deps.store.write([written, auditEntry(deps, principal, deed)]);
  deps.registry.declareType(declaration);
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
  const row = await findRow(deps, name, principal);
  if (!row) throw notFound("event type with this name");
  return presentTo(principal)(row);
}

async function findRow(
  { query }: EventTypesDeps,
  name: string,
  principal: Principal | null = null,
): Promise<Row | undefined> {
  const [row] = await query
    .select(columns)
    .from(eventTypes)
    .where(and(eq(eventTypes.name, name), visibleTo(principal)));
  return row;
}

/** Declared types before the others, and the newest of both first: one number to sort by, which a cursor holds. */
const rank = sql<number>`${eventTypes.seq} + ${eventTypes.declared} * ${2 ** 52}`;

export async function listEventTypes(
  { query }: EventTypesDeps,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<EventType> & { undeclared: number }> {
  const rows = await query
    .select({ ...columns, seq: rank })
    .from(eventTypes)
    .where(
      and(
        afterCursor(rank, filter),
        visibleTo(principal),
        given(filter.group, (group) => eq(eventTypes.group, group)),
        given(filter.status, (status) => eq(eventTypes.declared, status === "declared")),
        given(filter.q, holding),
      ),
    )
    .orderBy(desc(rank))
    .limit(pageSize(filter));
  const undeclared = principal.tenant === null ? await query.$count(eventTypes, UNDECLARED) : 0;
  return { ...page(rows, filter, presentTo(principal)), undeclared };
}

const UNDECLARED = sql`${eventTypes.declared} = 0`;

/** Types with a text in their name or description, whatever its case in ASCII. */
const holding = (text: string) =>
  sql`instr(lower(${eventTypes.name} || char(10) || ${eventTypes.description}), lower(${text})) > 0`;

/** A tenant sees its own catalogue: neither types of other tenants' alone nor those that events brought into the list. */
const visibleTo = (principal: Principal | null) =>
  principal === null || principal.tenant === null
    ? undefined
    : and(eq(eventTypes.declared, true), isFor(principal.tenant));

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
  deps.registry.forgetTypes([name]);
}

/**
 * Deletes together the undeclared types that no event of was accepted since a time, or all of them; a dry run only counts them. The
 * next event of such a type brings it back. Throws 422.
 */
export async function pruneEventTypes(
  deps: EventTypesDeps,
  principal: Principal,
  { not_seen_since: since = null, tenant = null, dry_run: isDryRun = false }: PruneTypes,
): Promise<{ event_types: number }> {
  const unseen = { tenant, before: since === null ? null : momentOf(since, "/not_seen_since") };
  if (isDryRun) return { event_types: await countTypes(deps, unseen) };
  const pruned = await pruneTypes(deps, unseen);
  const after = { event_types: pruned, not_seen_since: since };
  const deed: Deed = { action: "event_types.pruned", tenant, target: "undeclared", before: null, after };
  if (pruned > 0) await deps.store.write([auditEntry(deps, principal, deed)]);
  return { event_types: pruned };
}

/** A tenant learns nothing of the others: not which of them have a type, and not when they use it. */
const presentTo =
  (principal: Principal | null) =>
  ({ declared, tenant, lastSeenAt, createdAt, updatedAt, ...row }: Row): EventType => {
    const { name, description, ...others } = shown(row);
    const status = declared ? "declared" : "undeclared";
    const own = principal?.tenant ?? null;
    const uses =
      own === null
        ? { tenant: declared ? null : tenant, last_seen: isoOrNull(lastSeenAt) }
        : { tenants: row.tenants && [own], tenant: null, last_seen: null };
    return {
      name,
      status,
      description,
      ...others,
      ...uses,
      created: iso(createdAt),
      updated: iso(updatedAt),
    };
  };

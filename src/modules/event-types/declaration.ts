import { and, asc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { type Query, statement } from "../../db/query.ts";
import { eventTypes } from "../../db/schema.ts";
import type { Statement } from "../../db/store.ts";
import type { Fault } from "../../http/problem.ts";
import { OPERATORS, type Sandbox } from "../../sandbox/sandbox.ts";
import type { Deed } from "../audit/entry.ts";
import { parseExactly } from "./exact-json.ts";

/** What a catalogue's document says of a type; `schema` and `example` are JSON texts as they were written. */
export type Described = {
  name: string;
  description: string;
  group: string | null;
  schema: string | null;
  example: string | null;
  deprecated: boolean;
};

/** What a type's declaration holds; `tenants` are those whose catalogue it is part of, null everybody's. */
export type Declaration = Described & { tenants: string[] | null };

export type Row = Omit<typeof eventTypes.$inferSelect, "schema" | "example"> & Declaration;

/** JSON as text. */
export const columns = {
  ...getTableColumns(eventTypes),
  schema: sql<string | null>`${eventTypes.schema}`,
  example: sql<string | null>`${eventTypes.example}`,
};

/** The declared types of a tenant's catalogue, or all of them for null, the first one first. */
export const declaredTypes = (query: Query, tenant: string | null = null): Promise<Row[]> =>
  query
    .select(columns)
    .from(eventTypes)
    .where(and(eq(eventTypes.declared, true), isFor(tenant)))
    .orderBy(asc(eventTypes.seq));

/** Whether a type is part of a tenant's catalogue; for null it is, whosever it is. */
export const isFor = (tenant: string | null): SQL | undefined =>
  tenant === null
    ? undefined
    : sql`(${eventTypes.tenants} IS NULL OR ${tenant} IN (SELECT value FROM json_each(${eventTypes.tenants})))`;

const RESERVED = ["openapi.json", "asyncapi.json"];

/**
 * Why a type cannot be declared so: pointers begin with `/name`, `/schema` or `/example`. Source: JSON Schema 2020-12.
 */
export async function declarationFaults(
  sandbox: Pick<Sandbox, "checkSchema" | "validate">,
  { name, schema, example }: Pick<Declaration, "name" | "schema" | "example">,
): Promise<Fault[]> {
  if (RESERVED.includes(name))
    return [{ pointer: "/name", detail: "is the address of the catalogue's document" }];
  if (schema === null) return [];
  const faults = await sandbox.checkSchema(schema);
  if (faults.length > 0) return below("/schema", faults);
  return example === null ? [] : exampleFaults(sandbox, schema, example);
}

async function exampleFaults(
  sandbox: Pick<Sandbox, "validate">,
  schema: string,
  example: string,
): Promise<Fault[]> {
  const judged = await sandbox.validate(schema, example, OPERATORS);
  if ("faults" in judged) return below("/example", judged.faults);
  return [{ pointer: "/schema", detail: `cannot judge the example: ${judged.error}` }];
}

/** The faults of a part, as faults of the whole. */
export const below = (base: string, faults: Fault[]): Fault[] =>
  faults.map(({ pointer, detail }) => ({ pointer: base + pointer, detail }));

/** Writes a declaration, over one that is there or a type that events brought into the list. */
export function declare(query: Query, { name, ...declaration }: Declaration, now: number): Statement {
  const texts = { schema: written(declaration.schema), example: written(declaration.example) };
  const values = { ...declaration, ...texts, declared: true, updatedAt: now };
  const insert = query.insert(eventTypes).values({ name, createdAt: now, ...values });
  return statement(insert.onConflictDoUpdate({ target: eventTypes.name, set: values }));
}

/** Past drizzle, which would read the text as JSON and write it anew. */
const written = (text: string | null): SQL<never> => sql<never>`${text}`;

/** What was declared before and is now, for the audit log. */
export const declaredDeed = (before: Declaration | null, after: Declaration): Deed => ({
  ...{ action: "event_type.declared", tenant: null, target: after.name },
  before: before && shown(before),
  after: shown(after),
});

/** A declaration as the API shows it. */
export function shown({ name, description, group, schema, example, deprecated, tenants }: Declaration) {
  return { name, description, group, schema: json(schema), example: json(example), deprecated, tenants };
}

const json = (text: string | null) => (text === null ? null : parseExactly(text));

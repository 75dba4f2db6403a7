import { standard } from "../../../wire/profiles/standard.ts";
import type { Operation, Route, Schema } from "./document.ts";

/** Values for fields whose schema alone would not make a good one, by name. */
const byName: Record<string, unknown> = {
  type: "order.created",
  url: "https://example.com/webhooks",
  event_types: ["order.*"],
  data: { id: 4711, total: 99.5 },
  name: "example",
  title: "Example",
  email: "ops@example.com",
  to: "ops@example.com",
  password: "a long password of your own",
  current: "the password so far",
  scopes: ["events:write"],
  filter: "data.total > 50",
  description: "An order was placed.",
  since: "2026-01-15T10:30:00.000Z",
  channel: "store-7",
};

/** Where a body is a document with rules of its own, one that keeps them. */
const byPath: Record<string, unknown> = {
  "PUT /api/v1/profiles/{name}": unnamed({ ...standard, title: "Example" }),
  "PUT /api/v1/settings/{name}": { value: "Acme" },
  "POST /api/v1/webhooks/filter/try": {
    filter: "data.total > 50",
    event: { type: "order.created", data: { id: 4711, total: 99.5 } },
  },
  "POST /api/v1/profiles/preview": { profile: { ...standard, name: "example", title: "Example" } },
  "POST /api/v1/event-types/import": { sample: "organiko" },
  "PATCH /api/v1/webhooks/{id}": { event_types: ["order.*", "stock.updated"] },
  "PATCH /api/v1/users/{id}": { role: "viewer" },
  "POST /api/v1/deliveries/retry": { filter: { status: "failed" }, dry_run: true },
  "POST /api/v1/deliveries/cancel": { filter: { status: "retrying" }, dry_run: true },
};

/** Its name stands in the path. */
function unnamed<T extends { name: string }>({ name: _, ...document }: T) {
  return document;
}

/** A body that the route takes, with what it has to have; undefined for a route without one. */
export function exampleBody({ method, path, operation }: Route): unknown {
  const schema = bodySchema(operation);
  return schema && (byPath[`${method} ${path}`] ?? sampleOf(schema));
}

export const bodySchema = ({ requestBody }: Operation): Schema | undefined =>
  requestBody?.content?.["application/json"]?.schema;

function sampleOf(schema: Schema): unknown {
  const { anyOf, enum: choices, const: only, type } = schema;
  if (only !== undefined) return only;
  if (choices) return choices[0];
  if (anyOf?.[0]) return sampleOf(anyOf[0]);
  return values[[type ?? "object"].flat()[0] ?? "object"]?.(schema) ?? null;
}

const values: Record<string, (schema: Schema) => unknown> = {
  object: ({ properties = {}, required = [] }) =>
    Object.fromEntries(required.map((name) => [name, byName[name] ?? sampleOf(properties[name] ?? {})])),
  array: ({ items, minItems = 0 }) =>
    minItems > 0 && items && !Array.isArray(items) ? [sampleOf(items)] : [],
  string: ({ minLength = 0 }) => "example".padEnd(minLength, "-"),
  integer: ({ minimum = 1 }) => minimum,
  number: ({ minimum = 1 }) => minimum,
  boolean: () => true,
};

/** A request for the shell. Its address and key come from variables, of which the page tells. */
export function curl(route: Route): string {
  const { method, path, operation } = route;
  const body = exampleBody(route);
  const isOpen = operation.security?.length === 0;
  const parts = [
    `curl${method === "GET" ? "" : ` -X ${method}`} "$POSTHORN_URL${path.replace(/\{(\w+)\}/g, "<$1>")}"`,
    ...(isOpen ? [] : ['-H "Authorization: Bearer $POSTHORN_API_KEY"']),
    ...(body === undefined
      ? []
      : ['-H "Content-Type: application/json"', `-d ${quoted(JSON.stringify(body))}`]),
  ];
  return parts.join(" \\\n  ");
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

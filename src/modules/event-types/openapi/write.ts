import { iso } from "../../../http/time.ts";
import type { Described } from "../declaration.ts";
import { isJson, type Json, parseExactly } from "../exact-json.ts";

const DESCRIPTION =
  "Each webhook is an event type. Its request body is described as the event's data alone; how the data stands in the " +
  "body that a webhook gets, and with which headers, is for the webhook's profile to say.";

/**
 * The catalogue as an OpenAPI 3.1 document with `webhooks`. The request body's schema and example are those of the event's
 * `data`, which is what an import takes them for: importing the document changes nothing. `updated` is epoch milliseconds.
 */
export function catalogueDocument(title: string, types: (Described & { updatedAt: number })[]) {
  const groups = new Set(types.flatMap(({ group }) => group ?? []));
  const updated = Math.max(0, ...types.map(({ updatedAt }) => updatedAt));
  return {
    openapi: "3.1.1",
    info: { title, version: iso(updated), description: DESCRIPTION },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    tags: [...groups].map((name) => ({ name })),
    webhooks: Object.fromEntries(types.map((type) => [type.name, { post: operation(type) }])),
  };
}

function operation({ name, description, group, deprecated, schema, example }: Described) {
  return {
    ...(group !== null && { tags: [group] }),
    description,
    deprecated,
    requestBody: { required: true, content: { "application/json": media(name, schema, example) } },
    responses: { "2XX": { description: "The consumer has taken it." } },
  };
}

function media(name: string, schema: string | null, example: string | null): Json {
  const read = schema === null ? undefined : parseExactly(schema);
  return {
    ...(read !== undefined && { schema: withId(name, read) }),
    ...(example === null ? noExample(read) : { example: parseExactly(example) }),
  };
}

/** Else an import would take the schema's own for the type's. */
const noExample = (schema: unknown): Json =>
  isJson(schema) && ("examples" in schema || "example" in schema) ? { examples: {} } : {};

function withId(name: string, schema: unknown): unknown {
  const refersToItself = isJson(schema) && !("$id" in schema) && OWN_PART.test(JSON.stringify(schema));
  return refersToItself ? { $id: ownId(name), ...schema } : schema;
}

const OWN_PART = /"\$(ref|dynamicRef)":"#/;

/**
 * The `$id` under which a schema stands here when it refers to parts of itself: without one `#` would mean the whole
 * document. Source: OpenAPI 3.1, "Relative References in URIs".
 */
export const ownId = (name: string) => `urn:posthorn:event-type:${name}`;

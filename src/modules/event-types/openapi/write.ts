import { iso } from "../../../http/time.ts";
import type { Described } from "../declaration.ts";
import { isJson, type Json, parseExactly } from "../exact-json.ts";
import { type Contract, headersOf, type Message, messagesOf, schemaRef } from "./contract.ts";

export const DESCRIPTION =
  "Each webhook is an event type, with the request exactly as its receivers get it: body, headers and signature. " +
  "`x-event-data` is the event's data alone, which is what an import reads.";

/** An event type with when its declaration was changed last, in epoch milliseconds. */
export type Listed = Described & { updatedAt: number };

/**
 * The catalogue as an OpenAPI 3.1 document with `webhooks`, for one contract: importing it changes nothing, whichever contract it
 * was made for.
 */
export function catalogueDocument(title: string, types: Listed[], contract: Contract) {
  const groups = new Set(types.flatMap(({ group }) => group ?? []));
  const messages = messagesOf(types, contract);
  const parameters = headersOf(contract).map(({ name, means, example, absent }) => ({
    ...{
      name,
      in: "header",
      required: absent === null,
      description: means,
      schema: { type: "string" },
      example,
    },
  }));
  return {
    openapi: "3.1.1",
    info: { title, version: versionOf(types), description: DESCRIPTION },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    tags: [...groups].map((name) => ({ name })),
    components: { schemas: dataSchemas(messages) },
    webhooks: Object.fromEntries(
      messages.map((message) => [message.type.name, { post: operation(message, contract, parameters) }]),
    ),
  };
}

/** The newest change of them all. */
export const versionOf = (types: Listed[]) => iso(Math.max(0, ...types.map(({ updatedAt }) => updatedAt)));

/** The schema of each type's data, by its component's name. */
export const dataSchemas = (messages: Message[]): Record<string, unknown> =>
  Object.fromEntries(
    messages.flatMap(({ component, schema }) => (schema === undefined ? [] : [[component, schema]])),
  );

function operation(message: Message, { profile }: Contract, parameters: object[]) {
  const { name, description, group, deprecated } = message.type;
  const { body, example } = message;
  const media = { schema: body, ...(example !== undefined && { example }) };
  return {
    ...(group !== null && { tags: [group] }),
    operationId: `on${message.component}`,
    summary: name,
    description,
    deprecated,
    ...(parameters.length > 0 && { parameters }),
    requestBody: { required: true, content: { [profile.content_type]: media } },
    responses: Object.fromEntries(
      successes(profile.success).map((status) => [status, { description: "The receiver has taken it." }]),
    ),
    "x-event-data": eventData(message),
  };
}

const successes = (success: Contract["profile"]["success"]) =>
  success === "2xx" ? ["2XX"] : success.map(String);

/** What an import takes the type's schema and example from. */
function eventData({ component, schema, type: { example } }: Message): Json {
  return {
    ...(schema !== undefined && { schema: { $ref: schemaRef(component) } }),
    ...(example === null ? noExample(schema) : { example: parseExactly(example) }),
  };
}

/** Else an import would take the schema's own for the type's. */
const noExample = (schema: unknown): Json =>
  isJson(schema) && ("examples" in schema || "example" in schema) ? { examples: {} } : {};

import { type Contract, headersOf, type Message, messagesOf, schemaRef } from "./contract.ts";
import { dataSchemas, type Listed, versionOf } from "./write.ts";

const FORMAT = "application/schema+json;version=draft-2020-12";

/** The catalogue as an AsyncAPI 3.0 document, for one contract: what Posthorn sends to an address that the receiver chooses. */
export function asyncDocument(title: string, types: Listed[], contract: Contract) {
  const messages = messagesOf(types, contract);
  const headers = headersOf(contract);
  const properties = headers.map(({ name, means, example }) => [
    name,
    { type: "string", description: means, examples: [example] },
  ]);
  const headerSchema = {
    type: "object",
    required: headers.filter(({ absent }) => absent === null).map(({ name }) => name),
    properties: Object.fromEntries(properties),
  };
  const mapped = <T>(of: (message: Message) => [string, T]) => Object.fromEntries(messages.map(of));
  return {
    asyncapi: "3.0.0",
    info: {
      title,
      version: versionOf(types),
      description: "What is sent to each webhook that subscribes, as its receivers get it.",
    },
    defaultContentType: contract.profile.content_type,
    channels: {
      webhook: {
        address: null,
        description: "The URL that was registered.",
        messages: mapped(({ component }) => [component, { $ref: `#/components/messages/${component}` }]),
      },
    },
    operations: mapped(({ component }) => [
      `send${component}`,
      {
        action: "send",
        channel: { $ref: "#/channels/webhook" },
        messages: [{ $ref: `#/channels/webhook/messages/${component}` }],
        bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
      },
    ]),
    components: {
      messages: mapped((message) => [message.component, asMessage(message, headerSchema)]),
      schemas: Object.fromEntries(
        Object.entries(dataSchemas(messages)).map(([name, schema]) => [
          name,
          { schemaFormat: FORMAT, schema },
        ]),
      ),
    },
  };
}

function asMessage({ type, body, example }: Message, headers: object) {
  const { name, description, group, deprecated } = type;
  return {
    name,
    title: name,
    ...(description !== "" && { description }),
    ...(group !== null && { tags: [{ name: group }] }),
    headers,
    payload: { schemaFormat: FORMAT, schema: withinSchema(body) },
    ...(example !== undefined && { examples: [{ name: "example", payload: example }] }),
    ...(deprecated && { "x-deprecated": true }),
  };
}

/** A component stands one step deeper here, behind its format. */
function withinSchema(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withinSchema);
  if (typeof body !== "object" || body === null) return body;
  const entries = Object.entries(body);
  return Object.fromEntries(
    entries.map(([key, value]) =>
      key === "$ref" && String(value).startsWith(schemaRef(""))
        ? [key, `${value}/schema`]
        : [key, withinSchema(value)],
    ),
  );
}

import { renderBody } from "../../../wire/body.ts";
import type { Profile } from "../../../wire/profile.ts";
import type { DocsOptions } from "../../docs/options.ts";
import { request } from "../../docs/request.ts";
import { PLAIN_EVENT, sampleSubject } from "../../docs/sample.ts";
import type { Described } from "../declaration.ts";
import { isJson, type Json, parseExactly } from "../exact-json.ts";
import { bodySchema } from "./body-schema.ts";

/** The contract that a catalogue's document is made for. */
export type Contract = { profile: Profile; options: DocsOptions };

/** One event type as its receivers see it. */
export type Message = {
  type: Described;
  /** The name of the schema of its data, and what a generated type is called. */
  component: string;
  /** Of its data; undefined where the type has none. */
  schema: unknown;
  /** Of the whole body. */
  body: unknown;
  /** The whole body; undefined where the type has no example. */
  example: unknown;
};

/** Every event type with the body that the contract sends, each under a component's name of its own. */
export function messagesOf(types: Described[], { profile, options }: Contract): Message[] {
  const taken = new Set<string>();
  return types.map((type) => {
    const component = unique(pascal(type.name), taken);
    const schema = type.schema === null ? undefined : withId(type.name, parseExactly(type.schema));
    const data = schema === undefined ? {} : { $ref: schemaRef(component) };
    const example =
      type.example === null ? undefined : exampleBody(profile, options, type.name, type.example);
    return { type, component, schema, body: bodySchema(profile, type.name, data), example };
  });
}

export const schemaRef = (component: string) => `#/components/schemas/${component}`;

function exampleBody(profile: Profile, options: DocsOptions, name: string, example: string): unknown {
  const { event } = sampleSubject(profile, options, { name, example });
  return parseExactly(renderBody(profile, event, options.tenant));
}

/** What may stand in a component's name. Source: OpenAPI 3.1, "Components Object". */
const pascal = (name: string) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("") || "Event";

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
  taken.add(free);
  return free;
}

/** The headers of every request but those that say what the body is. */
export function headersOf({ profile, options }: Contract) {
  const { headers } = request(profile, options, PLAIN_EVENT);
  return headers.filter(({ name }) => !/^(content-type|user-agent)$/i.test(name));
}

function withId(name: string, schema: unknown): unknown {
  const refersToItself = isJson(schema) && !("$id" in schema) && OWN_PART.test(JSON.stringify(schema));
  return refersToItself ? ({ $id: ownId(name), ...schema } as Json) : schema;
}

const OWN_PART = /"\$(ref|dynamicRef)":"#/;

/**
 * The `$id` under which a schema stands here when it refers to parts of itself: without one `#` would mean the whole
 * document. Source: OpenAPI 3.1, "Relative References in URIs".
 */
export const ownId = (name: string) => `urn:posthorn:event-type:${encodeURIComponent(name)}`;

import { TypeCompiler } from "@sinclair/typebox/compiler";
import { t } from "elysia";
import { faultsOf } from "../../../http/errors.ts";
import { type Fault, invalid, Problem } from "../../../http/problem.ts";
import { jsonPointer } from "../../../wire/pointer.ts";
import { eventType } from "../../shared-model.ts";
import type { Described } from "../declaration.ts";
import { isJson, type Json } from "../exact-json.ts";
import { putEventType } from "../model.ts";
import { checkDocument } from "./check.ts";
import { ownId } from "./contract.ts";
import { embed, type Places, placeIn } from "./embed.ts";
import { exampleOf } from "./example.ts";
import { child, type Placed, resolve } from "./resolve.ts";

/** A declaration, and where in the document its parts stand: prefixes of pointers to its members. */
export type Found = { declaration: Described; places: Places };

/** Of all schemas together, references written out, in UTF-16 units. */
const MAX_SCHEMAS = 8 * 1024 * 1024;

/**
 * The event types that an OpenAPI 3.1 document describes as `webhooks`: the name is the key; description (else summary), the
 * first tag as group, and `deprecated` are the post operation's; the schema of its JSON request body, or of its
 * `x-event-data` where our own export has one, is taken as that of the event's `data`; the example is `example`, else the first of `examples`, else the schema's own. Throws 422 with a
 * pointer to each fault. Source: OpenAPI 3.1.
 */
export function readDocument(document: Json): { found: Found[]; faults: Fault[] } {
  const webhooks = checkDocument(document);
  const found: Found[] = [];
  const faults: Fault[] = [];
  let size = 0;
  for (const [name, value] of Object.entries(webhooks)) {
    try {
      const read = readWebhook(document, name, { value, at: jsonPointer(["webhooks", name]) });
      size += read.declaration.schema?.length ?? 0;
      found.push(read);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      faults.push(...error.errors);
    }
    if (size > MAX_SCHEMAS)
      throw invalid([{ pointer: "/webhooks", detail: "is too large with its references written out" }]);
  }
  return { found, faults };
}

function readWebhook(document: Json, name: string, webhook: Placed): Found {
  const item = resolve(document, webhook);
  const post = below(item, "post");
  if (!isJson(post.value)) throw invalid([{ pointer: item.at, detail: "has no post operation" }]);
  const own = below(post, "x-event-data");
  const media = isJson(own.value) ? own : mediaOf(document, post);
  const schema = schemaOf(document, name, media);
  const example = exampleOf(document, media, schema.value);
  const { fields, places } = wordsOf(item, post);
  const all: Places = [["/name", webhook.at], ...places, ...schema.places, ["/example", example.at]];
  const texts = { schema: textOf(schema.value), example: textOf(example.value) };
  return { declaration: checked({ name, ...fields }, schema.value, texts, all), places: all };
}

/** Throws 422 with every fault of what is not JSON Schema. */
function checked(
  fields: Fields,
  schema: unknown,
  texts: Pick<Described, "schema" | "example">,
  places: Places,
): Described {
  const value = { ...fields, schema: schema ?? null };
  if (checker.Check(value)) return { ...value, ...texts };
  const faults = faultsOf([...checker.Errors(value)], "");
  throw invalid(faults.map(({ pointer, detail }) => ({ pointer: placeIn(places, pointer), detail })));
}

const { description, group, schema, deprecated } = putEventType.properties;
const checker = TypeCompiler.Compile(
  t.Required(t.Object({ name: eventType, description, group, schema, deprecated })),
);

const below = ({ value, at }: Placed, step: string): Placed => ({
  value: child(value, step),
  at: at + jsonPointer([step]),
});

/** Null is the same as none. */
const textOf = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** The JSON media type of a post operation's request body; `value` is undefined where it has no body. */
function mediaOf(document: Json, post: Placed): Placed {
  const content = below(resolve(document, below(post, "requestBody")), "content");
  if (!isJson(content.value)) return content;
  const type = Object.keys(content.value).find((key) => JSON_TYPE.test(key));
  if (type === undefined) throw invalid([{ pointer: content.at, detail: "has no application/json" }]);
  return below(content, type);
}

/** The `$id` that our own export adds goes again. */
function schemaOf(document: Json, name: string, media: Placed): { value: unknown; places: Places } {
  const { schema, places } = embed(document, below(media, "schema"));
  const value = isJson(schema) && schema.$id === ownId(name) ? without(schema, "$id") : schema;
  return { value, places: places.map(([prefix, place]) => [`/schema${prefix}`, place]) };
}

const without = (value: Json, key: string): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

type Fields = { name: string } & Words;

type Words = Record<"description" | "group" | "deprecated", unknown>;

/** What people read, as the operation has it. */
function wordsOf(item: Placed, post: Placed): { fields: Words; places: Places } {
  const descriptions = [post, item].flatMap((one) => [below(one, "description"), below(one, "summary")]);
  const description = descriptions.find(({ value }) => value !== undefined) ?? post;
  const group = below(below(post, "tags"), "0");
  const deprecated = below(post, "deprecated");
  return {
    fields: {
      description: description === post ? "" : description.value,
      group: group.value ?? null,
      deprecated: deprecated.value ?? false,
    },
    places: [
      ["/description", description.at],
      ["/group", group.at],
      ["/deprecated", deprecated.at],
    ],
  };
}

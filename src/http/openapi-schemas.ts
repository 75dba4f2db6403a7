/** A part of a JSON document, as the OpenAPI document is until it is sent. */
export type Json = { [name: string]: unknown };

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every object of a document made anew, the innermost first. */
export function rewritten(value: unknown, rewrite: (one: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, rewrite));
  if (!isJson(value)) return value;
  return rewrite(
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rewritten(one, rewrite)])),
  );
}

/**
 * A schema as OpenAPI 3.1 has it, of one that the routes are checked with: tuples by `prefixItems`, null as a type, maps by
 * `additionalProperties`; `x-format` and `x-pattern` say what a caller may send where that is judged behind the model, in its own words.
 * Source: JSON Schema 2020-12; OpenAPI 3.1, "Schema Object".
 */
export function modernSchema(schema: Json): Json {
  return [tuple, nullType, map, judgedElsewhere].reduce((made, step) => step(made), schema);
}

function tuple(schema: Json): Json {
  if (!Array.isArray(schema.items)) return schema;
  const { items, additionalItems: _, ...rest } = schema;
  const members = items as unknown[];
  const [first, ...others] = members.map((one) => JSON.stringify(one));
  // Generators that know no tuples take a list of one kind, and those that do are told as much.
  if (others.every((one) => one === first))
    return { ...rest, items: members[0], minItems: members.length, maxItems: members.length };
  return { ...rest, prefixItems: members, minItems: members.length, maxItems: members.length };
}

function nullType({ nullable: _, ...schema }: Json): Json {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const variants = anyOf.filter((one) => !(isJson(one) && one.type === "null"));
  const [only] = variants;
  if (variants.length === anyOf.length || variants.length !== 1 || !isJson(only)) return schema;
  if (typeof only.type !== "string" || "enum" in only || "const" in only) return schema;
  return { ...only, ...rest, type: [only.type, "null"] };
}

/** What a map's names have to match is said by `propertyNames` where it is more than any text. */
function map(schema: Json): Json {
  const patterns = isJson(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
  const [entry] = patterns;
  if (entry === undefined || patterns.length > 1 || isJson(schema.properties)) return schema;
  const { patternProperties: _, additionalProperties: __, ...rest } = schema;
  const [pattern, value] = entry;
  const names = pattern === "^(.*)$" ? {} : { propertyNames: { pattern } };
  return { ...rest, ...names, additionalProperties: value };
}

function judgedElsewhere({ "x-format": format, "x-pattern": pattern, ...schema }: Json): Json {
  return { ...schema, ...(format !== undefined && { format }), ...(pattern !== undefined && { pattern }) };
}

/** A schema as a text that two schemas share only when they take the same. */
const keyOf = (schema: unknown): string =>
  JSON.stringify(schema, (_, value) =>
    isJson(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );

/**
 * Puts references in the place of schemas that have a name, or whose `x-model` is one since they are judged elsewhere, also inside of other named ones and where null may stand for them.
 * Throws when two names are the same schema: one of them is none.
 */
export function namedSchemas(named: Record<string, Json>) {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(named)) {
    const key = keyOf(schema);
    if (names.has(key)) throw new Error(`${name} and ${names.get(key)} are the same schema`);
    names.set(key, name);
  }

  function referred(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(referred);
    if (!isJson(value)) return value;
    const name = value["x-model"] ?? names.get(keyOf(value));
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
    const bare = names.get(keyOf(withoutNull(value)));
    if (bare !== undefined) return { anyOf: [{ $ref: `#/components/schemas/${bare}` }, { type: "null" }] };
    return inside(value);
  }

  const inside = (value: Json) =>
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, referred(one)]));

  return {
    schemas: Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, inside(schema)])),
    referred,
  };
}

/** The schema that takes all but null. */
export function withoutNull(schema: Json): Json {
  const { type } = schema;
  if (!Array.isArray(type) || !type.includes("null")) return schema;
  const rest = type.filter((one) => one !== "null");
  return { ...schema, type: rest.length === 1 ? rest[0] : rest };
}

type Json = Record<string, unknown>;

/** A schema inside a schema: where it is, and the URI that its references are relative to. */
export type Place = { path: (string | number)[]; schema: Json; base: string };

/** What schemas without an `$id` are relative to; `.invalid` names nothing (RFC 2606). */
const ROOT = "schema://posthorn.invalid/";

/** Keywords of JSON Schema 2020-12 whose value is, lists, or maps names to, schemas; with those of older drafts that are still read. */
const holders: Record<string, "one" | "list" | "map"> = {
  ...keywords("one", "not if then else items contains additionalItems additionalProperties propertyNames"),
  ...keywords("one", "unevaluatedItems unevaluatedProperties contentSchema"),
  ...keywords("list", "allOf anyOf oneOf prefixItems"),
  ...keywords("map", "properties patternProperties $defs definitions dependentSchemas dependencies"),
};

function keywords<K extends string>(kind: K, names: string): Record<string, K> {
  return Object.fromEntries(names.split(" ").map((name) => [name, kind]));
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `schema` and all schemas in it, outermost first. */
export function* schemasIn(schema: unknown, path: Place["path"] = [], outer = ROOT): Generator<Place> {
  if (!isObject(schema)) return;
  const base = resolved(schema.$id, outer) ?? outer;
  yield { path, schema, base };
  for (const [keyword, value] of Object.entries(schema)) {
    const kind = Object.hasOwn(holders, keyword) ? holders[keyword] : undefined;
    if (kind === "one") yield* schemasIn(value, [...path, keyword], base);
    else if (kind && isListed(kind, value))
      for (const [name, inner] of Object.entries(value))
        yield* schemasIn(inner, [...path, keyword, name], base);
  }
}

function isListed(kind: string, value: unknown): value is object {
  return kind === "list" ? Array.isArray(value) : isObject(value);
}

/** The absolute form of a reference, or null for what is none. */
export function resolved(reference: unknown, base: string): string | null {
  return typeof reference === "string" ? (URL.parse(reference, base)?.href ?? null) : null;
}

/** Whether arrays and objects are nested in `value` by no more than `levels`. */
export function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}

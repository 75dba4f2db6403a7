import { jsonPointer } from "../wire/pointer.ts";
import { LinearRegExp } from "./linear-regexp.ts";
import type { SchemaFault } from "./sandbox.ts";
import { type Place, resolved, schemasIn } from "./schema-walk.ts";

/** Finds what is wrong with one schema, as the steps to it and what it must be. */
type Rule = (place: Place, known: ReadonlySet<string>) => Iterable<[steps: string[], detail: string]>;

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

const rules: Rule[] = [
  function* inDialect({ schema: { $schema } }) {
    if (typeof $schema === "string" && $schema.replace(/#$/, "") !== DIALECT)
      yield [["$schema"], `must be ${DIALECT}: no other dialect is read`];
  },
  function* withinDocument({ schema, base }, known) {
    for (const keyword of ["$ref", "$dynamicRef"]) {
      const target = resolved(schema[keyword], base);
      if (typeof schema[keyword] === "string" && !known.has(withoutFragment(target ?? "")))
        yield [[keyword], "must refer to a place in this schema: a remote schema is never fetched"];
    }
  },
  function* linearPattern({ schema: { pattern } }) {
    const refusal = typeof pattern === "string" && patternFault(pattern);
    if (refusal) yield [["pattern"], refusal];
  },
  function* linearNames({ schema: { patternProperties } }) {
    for (const name of Object.keys(patternProperties ?? {})) {
      const refusal = patternFault(name);
      if (refusal) yield [["patternProperties", name], refusal];
    }
  },
];

/** The faults that the keywords' own types do not show: dialect, references and regular expressions, wherever they are. */
export function ruleFaults(schema: unknown): SchemaFault[] {
  const places = [...schemasIn(schema)];
  const known = new Set(places.map(({ base }) => withoutFragment(base)));
  return places.flatMap((place) =>
    rules.flatMap((rule) =>
      [...rule(place, known)].map(([steps, detail]) => ({
        pointer: jsonPointer([...place.path, ...steps]),
        detail,
      })),
    ),
  );
}

/** Where a reference is that leads nowhere, by the end of it that ajv names. */
export function referencePointer(schema: unknown, missing: string): string {
  for (const { path, schema: inner } of schemasIn(schema))
    for (const keyword of ["$ref", "$dynamicRef"])
      if (fragmentOf(inner[keyword]) === fragmentOf(missing)) return jsonPointer([...path, keyword]);
  return "";
}

const withoutFragment = (uri: string) => uri.split("#", 1)[0] ?? "";

const fragmentOf = (uri: unknown) => (typeof uri === "string" ? (uri.split("#")[1] ?? "") : null);

function patternFault(pattern: string): string | null {
  try {
    new LinearRegExp(pattern, "u");
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

import { listed } from "../words.ts";
import type { Schema } from "./document.ts";

const quoted = (value: unknown) => JSON.stringify(value);

/** What kind of value a schema takes, in plain words: `string or null`, `list of string`, `"a" or "b"`. */
export function typeWords(schema: Schema): string {
  if (schema.enum) return listed(withNull(schema.enum.map(quoted), schema), "or");
  if (schema.const !== undefined) return quoted(schema.const);
  if (schema.anyOf) return listed([...new Set(schema.anyOf.map(typeWords))], "or");
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return "any JSON";
  return listed(
    types.map((type) => (type === "array" ? listWords(schema) : type)),
    "or",
  );
}

const withNull = (words: string[], { type }: Schema) =>
  [type].flat().includes("null") && !words.includes("null") ? [...words, "null"] : words;

function listWords({ items }: Schema): string {
  if (Array.isArray(items)) return `list of ${items.length}: ${listed(items.map(typeWords))}`;
  return items === undefined ? "list" : `list of ${typeWords(items)}`;
}

/** Each limit of a schema that the words for its type do not tell. */
export function limitsOf(schema: Schema): string[] {
  const { format, pattern, minimum, maximum, exclusiveMinimum, uniqueItems } = schema;
  return [
    ...range(schema.minLength, schema.maxLength, "characters"),
    ...range(schema.minItems, schema.maxItems, "entries"),
    ...range(undefined, schema.maxProperties, "members"),
    ...range(minimum, maximum, ""),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(uniqueItems ? ["no entry twice"] : []),
    ...(format === undefined ? [] : [format]),
    ...(pattern === undefined || SURROGATES.test(pattern) ? [] : [`matches \`${pattern}\``]),
    ...(schema.default === undefined ? [] : [`${quoted(schema.default)} unless given`]),
  ];
}

/** Patterns that only keep halves of characters out say nothing to a reader. */
const SURROGATES = /\\ud800/;

function range(least: number | undefined, most: number | undefined, unit: string): string[] {
  const words = unit === "" ? "" : ` ${unit}`;
  if (least !== undefined && most !== undefined && (least > 0 || unit === ""))
    return [`${least} to ${most}${words}`];
  if (most !== undefined) return [`at most ${most}${words}`];
  return least !== undefined && (least > 0 || unit === "") ? [`at least ${least}${words}`] : [];
}

import type { ErrorObject } from "ajv";
import { jsonPointer } from "../wire/pointer.ts";
import { MAX_FAULTS } from "./limits.ts";
import type { SchemaFault } from "./sandbox.ts";

type Params = Record<string, unknown>;

/** An enum or a constant longer than this is not spelled out. */
const LONGEST_LIST = 200;

const articles: Record<string, string> = {
  integer: "an integer",
  object: "an object",
  array: "an array",
  null: "null",
};

const typed = (name: unknown) => articles[String(name)] ?? `a ${name}`;

const counted = (limit: unknown, thing: string) => `${limit} ${thing}${limit === 1 ? "" : "s"}`;

function spelled(values: unknown[]): string {
  const text = values.map((value) => JSON.stringify(value)).join(", ");
  return text.length > LONGEST_LIST ? `${text.slice(0, LONGEST_LIST)}…` : text;
}

/** What each keyword of JSON Schema demands, in plain words. A keyword that is not here only repeats what others say. */
const words: Record<string, (params: Params, schema: unknown) => string> = {
  type: ({ type }) => `must be ${[type].flat().map(typed).join(" or ")}`,
  required: () => "is required",
  dependentRequired: ({ property }) => `is required beside ${JSON.stringify(property)}`,
  additionalProperties: () => "is not a field here",
  unevaluatedProperties: () => "is not a field here",
  "false schema": () => "is not allowed here",
  enum: ({ allowedValues }) => `must be one of ${spelled(allowedValues as unknown[])}`,
  const: ({ allowedValue }) => `must be ${spelled([allowedValue])}`,
  minLength: ({ limit }) => `must have at least ${counted(limit, "character")}`,
  maxLength: ({ limit }) => `must have at most ${counted(limit, "character")}`,
  minItems: ({ limit }) => `must have at least ${counted(limit, "item")}`,
  maxItems: ({ limit }) => `must have at most ${counted(limit, "item")}`,
  items: ({ limit }) => `must have at most ${counted(limit, "item")}`,
  unevaluatedItems: ({ limit }) => `must have at most ${counted(limit, "item")}`,
  minProperties: ({ limit }) => `must have at least ${counted(limit, "field")}`,
  maxProperties: ({ limit }) => `must have at most ${counted(limit, "field")}`,
  minimum: ({ limit }) => `must be at least ${limit}`,
  maximum: ({ limit }) => `must be at most ${limit}`,
  exclusiveMinimum: ({ limit }) => `must be more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${limit}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${multipleOf}`,
  pattern: ({ pattern }) => `must match ${pattern}`,
  format: ({ format }) => `must be in the format ${format}`,
  uniqueItems: ({ i, j }) => `must not repeat an item: ${j} and ${i} are the same`,
  contains: ({ minContains }) => `must contain at least ${counted(minContains, "item")} of the kind required`,
  anyOf: () => "must fit one of the alternatives",
  oneOf: ({ passingSchemas }) => `must fit ${passingSchemas ? "only " : ""}one of the alternatives`,
  not: () => "must not be of the kind excluded",
};

/** The member that the fault is about, when ajv points at the object around it. */
const memberOf = ({ params }: ErrorObject): string | undefined =>
  params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;

/** Tells ajv's errors with a pointer to the place itself (RFC 6901), each once, the first fifty at most. */
export function plainFaults(errors: readonly ErrorObject[] | null | undefined): SchemaFault[] {
  const faults = new Map<string, SchemaFault>();
  for (const error of errors ?? []) {
    const word = words[error.keyword];
    if (!word) continue;
    const member = error.propertyName ?? memberOf(error);
    const pointer = error.instancePath + (member === undefined ? "" : jsonPointer([member]));
    const detail = `${error.propertyName === undefined ? "" : "as a name "}${word(error.params, error.schema)}`;
    faults.set(`${pointer} ${detail}`, { pointer, detail });
    if (faults.size === MAX_FAULTS) break;
  }
  return [...faults.values()];
}

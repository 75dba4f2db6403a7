import type { Options, ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import { plainFaults } from "./fault-words.ts";
import { addFormats } from "./formats.ts";
import type { Evaluator } from "./job.ts";
import { MAX_COMPILED, MAX_FAULTS, MAX_SCHEMA_DEPTH } from "./limits.ts";
import { LinearRegExp } from "./linear-regexp.ts";
import { Lru } from "./lru.ts";
import type { SchemaFault } from "./sandbox.ts";
import { referencePointer, ruleFaults } from "./schema-rules.ts";
import { isWithin, schemasIn } from "./schema-walk.ts";
import { judgeUniqueItems } from "./unique-items.ts";

const options: Options = {
  strict: false,
  allErrors: true,
  ownProperties: true,
  logger: false,
  messages: false,
  code: {
    regExp: Object.assign((pattern: string, flags: string) => new LinearRegExp(pattern, flags), {
      code: "new RegExp",
    }),
  },
};

const compiled = new Lru<string, ValidateFunction | Error>(MAX_COMPILED);

/** Ajv without what takes more than linear time. */
function bounded(more: Options): Ajv2020 {
  return judgeUniqueItems(addFormats(new Ajv2020(more)));
}

/** Judges schemas themselves by the dialect's own schema. */
const dialect = bounded(options);

/**
 * No keywords of the dialect, so they mean nothing; ajv refuses the one, allows null for the other, and with the third its answer would
 * be a promise, which is always true.
 */
const ajvsOwn = ["id", "nullable", "$async"];

/** In an instance of its own each, as two schemas may bear the same `$id`. */
function compile(schema: object | boolean): ValidateFunction {
  for (const place of schemasIn(schema)) for (const name of ajvsOwn) delete place.schema[name];
  return bounded({ ...options, meta: false, validateSchema: false }).compile(schema);
}

function compiledOnce(text: string): ValidateFunction {
  const found = compiled.get(text) ?? attempt(() => compile(JSON.parse(text)));
  compiled.set(text, found);
  if (found instanceof Error) throw found;
  return found;
}

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function faultsOf(text: string): SchemaFault[] {
  const schema: unknown = attempt(() => JSON.parse(text));
  if (schema instanceof Error) return [{ pointer: "", detail: "must be JSON" }];
  if (!isWithin(schema, MAX_SCHEMA_DEPTH))
    return [{ pointer: "", detail: `must not be nested deeper than ${MAX_SCHEMA_DEPTH} levels` }];
  if (typeof schema !== "boolean" && (typeof schema !== "object" || schema === null || Array.isArray(schema)))
    return [{ pointer: "", detail: "must be an object or a boolean" }];
  const faults = ruleFaults(schema);
  if (faults.length === 0) faults.push(...keywordFaults(schema));
  return faults.length > 0 ? faults.slice(0, MAX_FAULTS) : compileFaults(schema);
}

function keywordFaults(schema: object | boolean): SchemaFault[] {
  const judge = dialect.getSchema("https://json-schema.org/draft/2020-12/schema");
  return judge?.(schema) ? [] : plainFaults(judge?.errors);
}

function compileFaults(schema: object | boolean): SchemaFault[] {
  const result = attempt(() => compile(schema));
  if (!(result instanceof Error)) return [];
  const missing = "missingRef" in result ? String(result.missingRef) : null;
  if (missing === null) return [{ pointer: "", detail: `cannot be compiled: ${result.message}` }];
  return [
    { pointer: referencePointer(schema, missing), detail: "must refer to a place that is in this schema" },
  ];
}

/** JSON Schema 2020-12. */
export const schemas: Evaluator = {
  compile: (text) => void attempt(() => compiledOnce(text)),
  check: (text) => ({ faults: faultsOf(text) }),
  run: (text, input) => {
    const judge = compiledOnce(text);
    return { faults: judge(JSON.parse(input)) ? [] : plainFaults(judge.errors) };
  },
};

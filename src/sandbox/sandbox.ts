import type { Failure } from "./job.ts";
import { MAX_FILTER_BYTES, MAX_SCHEMA_BYTES } from "./limits.ts";
import { Supervisor, type SupervisorOptions } from "./supervisor.ts";

export type SchemaFault = { pointer: string; detail: string };

/** Whose turn what operators ask for takes; no tenant's name is empty. */
export const OPERATORS = "";

/**
 * Bounded evaluation of users' JSON Schemas (2020-12) and JSONata in a thread of its own. Nothing here rejects. `owner` is whose
 * turn a call takes, a tenant or OPERATORS: owners share the thread's time evenly, and no owner's overrun is held against another.
 */
export type Sandbox = {
  /** Why a JSON Schema cannot be used: faults with pointers into the schema; [] when it can. `schema` is JSON text. */
  checkSchema(schema: string): Promise<SchemaFault[]>;
  /** The faults of `data` (JSON text) by `schema` (JSON text); pointers into data; [] = valid. `error` when it could not be judged (time). */
  validate(schema: string, data: string, owner: string): Promise<{ faults: SchemaFault[] } | Failure>;
  /** Why a JSONata expression cannot be used, or null. */
  checkFilter(expression: string, owner: string): Promise<string | null>;
  /**
   * Evaluates; `input` is JSON text of {type, channel, actor, data, previous_attributes}. `value` is the JSON text of the result (for try-it),
   * null for nothing; one that is too long to show is a text that says so.
   */
  filter(
    expression: string,
    input: string,
    owner: string,
  ): Promise<{ matches: boolean; value: string | null } | Failure>;
  close(): Promise<void>;
};

/** Starts no thread: that comes with the first call that needs one, and goes when it has had nothing to do. */
export function createSandbox(options: SupervisorOptions = {}): Sandbox {
  const supervisor = new Supervisor(options);
  return {
    checkSchema: async (text) => {
      const refusal = tooLong(text, MAX_SCHEMA_BYTES);
      if (refusal) return [{ pointer: "", detail: refusal }];
      const answer = await supervisor.call<{ faults: SchemaFault[] }>(OPERATORS, {
        kind: "check",
        library: "schema",
        text,
      });
      return "error" in answer ? [{ pointer: "", detail: answer.error }] : answer.faults;
    },
    validate: async (text, input, owner) => {
      const refusal = tooLong(text, MAX_SCHEMA_BYTES);
      return refusal
        ? { error: refusal }
        : supervisor.call(owner, { kind: "run", library: "schema", text, input });
    },
    checkFilter: async (text, owner) => {
      const refusal = tooLong(text, MAX_FILTER_BYTES);
      if (refusal) return refusal;
      const answer = await supervisor.call<{ refusal: string | null }>(owner, {
        kind: "check",
        library: "filter",
        text,
      });
      return "error" in answer ? answer.error : answer.refusal;
    },
    filter: async (text, input, owner) => {
      const refusal = tooLong(text, MAX_FILTER_BYTES);
      return refusal
        ? { error: refusal }
        : supervisor.call(owner, { kind: "run", library: "filter", text, input });
    },
    close: async () => supervisor.close(),
  };
}

function tooLong(text: string, limit: number): string | null {
  return Buffer.byteLength(text) > limit ? `must not be longer than ${limit / 1024} KiB` : null;
}

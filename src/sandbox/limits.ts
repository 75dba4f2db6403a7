/** How long things may take in the sandbox; everything in milliseconds. */
export type Deadlines = {
  /** Loading a library into a fresh thread. */
  load: number;
  /** Compiling or checking a schema or a filter. */
  check: number;
  /** Validating one document, evaluating one filter; once more for each further MiB of input. */
  run: number;
  /** How long what overran is not tried again. */
  ban: number;
  /** How long an unused thread stays. */
  idle: number;
};

export const deadlines: Deadlines = { load: 10_000, check: 1000, run: 100, ban: 60_000, idle: 300_000 };

export const MAX_SCHEMA_BYTES = 64 * 1024;
export const MAX_FILTER_BYTES = 8 * 1024;
/** Levels of arrays and objects in a schema. */
export const MAX_SCHEMA_DEPTH = 100;
/** Characters of a text that is judged by a `format`; no URI, address or date needs more. */
export const MAX_FORMAT_TEXT = 4096;
/** Faults that one document or schema is told. */
export const MAX_FAULTS = 50;
/** Compiled schemas and filters that the thread keeps, of each kind. */
export const MAX_COMPILED = 200;
/** Schemas and filters remembered as having overrun. */
export const MAX_BANNED = 1000;
/** Different inputs that a schema or filter may overrun on before it is banned with all of them. */
export const MAX_BANNED_INPUTS = 3;
/** Nested evaluations of one filter. */
export const MAX_FILTER_DEPTH = 300;
/** Items of one list that a filter makes. */
export const MAX_FILTER_ITEMS = 100_000;
/** Characters of one text that a filter makes. */
export const MAX_FILTER_TEXT = 1024 * 1024;
/** Characters of a filter's result that are shown. */
export const MAX_FILTER_VALUE = 16 * 1024;
/** Milliseconds of expected work that the thread has before it; the rest waits for its owner's turn. */
export const AHEAD_MS = 10;
/** Calls of one owner that wait for the thread; more are refused. */
export const MAX_WAITING = 10_000;

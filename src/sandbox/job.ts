/** What the sandbox's thread is asked to do: one of these at a time, in order. */
export type Library = "schema" | "filter";

export type Job =
  /** Loads the library, so that its loading is not charged to the first who uses it. */
  | { kind: "load"; library: Library }
  /** Compiles `text` ahead of its first use, for the same reason. */
  | { kind: "compile"; library: Library; text: string }
  /** Says why `text` cannot be used. */
  | { kind: "check"; library: Library; text: string }
  /** Applies `text` to `input`, which is JSON text. */
  | { kind: "run"; library: Library; text: string; input: string };

/**
 * Why a job has no result. What `closed` and `crowded` say is not about the job: there is no sandbox any more, or too much of the
 * same owner's waits already.
 */
export type Failure = { error: string; closed?: true; crowded?: true };

/** What the thread answers, by the id of the job, and how long the job took it in milliseconds. */
export type Reply = { id: number; result: unknown; ms: number };

/** What a schema or a filter can do in the thread. */
export type Evaluator = {
  /** Compiles and keeps; a fault is kept too and comes up again in `run`. */
  compile(text: string): void;
  check(text: string): unknown;
  run(text: string, input: string): unknown;
};

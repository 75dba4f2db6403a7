/// <reference lib="webworker" />
/** The thread in which users' JSON Schemas and JSONata run; whoever waits for it ends it when it takes too long. */
import type { Evaluator, Failure, Job, Library, Reply } from "./job.ts";
import { LinearRegExp } from "./linear-regexp.ts";

declare const self: Worker;

// JSONata builds native expressions of users' pictures and signatures as well (`$toMillis`, `<s+s+:s>`), so all that are made in
// this thread are linear. Literals stay native: they are the libraries' own.
globalThis.RegExp = new Proxy(RegExp, {
  construct: (_, [pattern, flags]) => new LinearRegExp(pattern, flags),
});

const load: Record<Library, () => Promise<Evaluator>> = {
  schema: async () => (await import("./schemas.ts")).schemas,
  filter: async () => (await import("./filters.ts")).filters,
};
const loaded: Partial<Record<Library, Evaluator>> = {};

const handlers = {
  load: () => undefined,
  compile: (evaluator: Evaluator, { text }: Extract<Job, { kind: "compile" }>) => evaluator.compile(text),
  check: (evaluator: Evaluator, { text }: Extract<Job, { kind: "check" }>) => evaluator.check(text),
  run: (evaluator: Evaluator, { text, input }: Extract<Job, { kind: "run" }>) => evaluator.run(text, input),
};

async function resultOf(job: Job): Promise<unknown> {
  try {
    loaded[job.library] ??= await load[job.library]();
    return await handlers[job.kind](loaded[job.library] as Evaluator, job as never);
  } catch (error) {
    return failure(error);
  }
}

/** JSONata throws plain objects; deep recursion and allocations beyond all bounds are RangeErrors. */
function failure(error: unknown): Failure {
  if (error instanceof RangeError) return { error: "it recurses too deeply or grows too large" };
  const { message } = Object(error) as { message?: unknown };
  return { error: typeof message === "string" ? message : "it failed" };
}

let turn = Promise.resolve();

async function answer({ id, ...job }: Job & { id: number }): Promise<void> {
  const started = performance.now();
  const result = await resultOf(job as Job);
  self.postMessage({ id, result, ms: performance.now() - started } satisfies Reply);
}

self.onmessage = ({ data }: MessageEvent<Job & { id: number }>) => {
  turn = turn.then(() => answer(data));
};

import { invalid, Problem } from "../../http/problem.ts";
import type { YamlReply } from "./yaml-worker.ts";

/** How long a document may take to be read, in milliseconds. */
const READING_MS = 5000;

/** From source the worker lies beside this file; in the executable this module is at the root and the worker below. */
const inExecutable = import.meta.url.includes("/$bunfs/");
const WORKER = new URL(
  inExecutable ? "./modules/event-types/yaml-worker.js" : "./yaml-worker.ts",
  import.meta.url,
).href;

/**
 * A YAML 1.2 document as JSON text, numbers with the digits they were written with. Throws 400 for what is no YAML or
 * takes longer than `limitMs` to read, 422 for anchors, aliases, numbers that JSON lacks and keys that stand twice.
 */
export async function yamlToJson(text: string, limitMs = READING_MS): Promise<string> {
  const worker = new Worker(WORKER, { smol: true });
  try {
    const reply = await answerOf(worker, text, limitMs);
    if ("json" in reply) return reply.json;
    if ("refused" in reply) throw invalid([{ pointer: "", detail: reply.refused }]);
    throw new Problem("malformed_request", `The body cannot be read as YAML: ${reply.unreadable}.`);
  } finally {
    worker.terminate();
  }
}

function answerOf(worker: Worker, text: string, limitMs: number): Promise<YamlReply> {
  const { promise, resolve } = Promise.withResolvers<YamlReply>();
  const unreadable = `it takes more than ${limitMs / 1000} s`;
  const timer = setTimeout(() => resolve({ unreadable }), limitMs);
  worker.onmessage = ({ data }: MessageEvent<YamlReply>) => resolve(data);
  worker.onerror = (event) => resolve({ unreadable: event.message });
  worker.postMessage(text);
  return promise.finally(() => clearTimeout(timer));
}

/// <reference lib="webworker" />
import type { Job } from "../../src/sandbox/job.ts";

declare const self: Worker;

/** Stands for the thread: exits or throws when told to, answers everything else with its own text. */
self.onmessage = ({ data }: MessageEvent<Job & { id: number }>) => {
  const text = "text" in data ? data.text : "";
  if (data.kind === "run" && text === "exit") process.exit(1);
  if (data.kind === "run" && text === "throw") throw new Error("out of order");
  self.postMessage({ id: data.id, result: { matches: true, value: text }, ms: 0 });
};

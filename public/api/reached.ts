import { signal } from "@preact/signals";
import type { Problem } from "./problem.ts";

/** Whether the last call reached the server. */
export const isReached = signal(true);

/** Whether the server has told that nobody is signed in any more; the page then asks to sign in again, over what is open. */
export const hasSessionEnded = signal(false);

/** Remembers what a call tells about the connection and the session. */
export function noteProblem(problem: Problem | null): void {
  isReached.value = problem?.status !== 0;
  if (problem?.status === 401) hasSessionEnded.value = true;
}

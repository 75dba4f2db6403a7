import { type Problem, problemOf } from "./problem.ts";
import { noteProblem } from "./reached.ts";

type Told = {
  error: { status: unknown; value?: unknown } | null;
  response?: Response | undefined;
  data: unknown;
};

export type Outcome<A extends Told> =
  | { ok: true; data: Extract<A, { error: null }>["data"] }
  | { ok: false; problem: Problem };

/** Waits for a call and tells what came of it; never throws. Every call of the page goes through here. */
export async function settle<A extends Told>(call: Promise<A>): Promise<Outcome<A>> {
  const answer = await call;
  const problem = answer.error === null ? null : problemOf(answer.error, answer.response);
  noteProblem(problem);
  if (problem !== null) return { ok: false, problem };
  return { ok: true, data: answer.data as Extract<A, { error: null }>["data"] };
}

import { useRef, useState } from "preact/hooks";
import { settle } from "./call.ts";
import { faultAt, type Problem } from "./problem.ts";

type Told = Parameters<typeof settle>[0] extends Promise<infer A> ? A : never;

export type Action<Args extends unknown[]> = {
  /** Does it, unless it is being done already. Resolves with whether it worked. */
  run(...args: Args): Promise<boolean>;
  isPending: boolean;
  problem: Problem | null;
  /** What the server says about one field of the body: `errorAt("/url")`. */
  errorAt(pointer: string): string | undefined;
  /** Forgets the problem. */
  clear(): void;
};

/** Something that changes the server's state: a save, a retry. `done` gets what was answered. */
export function useAction<Args extends unknown[], A extends Told>(
  call: (...args: Args) => Promise<A>,
  done: (data: Extract<A, { error: null }>["data"], ...args: Args) => void = () => undefined,
): Action<Args> {
  const [state, setState] = useState<{ isPending: boolean; problem: Problem | null }>(IDLE);
  const busy = useRef(false);
  async function run(...args: Args): Promise<boolean> {
    if (busy.current) return false;
    busy.current = true;
    setState((last) => ({ ...last, isPending: true }));
    const outcome = await settle(call(...args));
    busy.current = false;
    setState({ isPending: false, problem: outcome.ok ? null : outcome.problem });
    if (outcome.ok) done(outcome.data, ...args);
    return outcome.ok;
  }
  const errorAt = (pointer: string) => faultAt(state.problem, pointer);
  return { ...state, run, errorAt, clear: () => setState(IDLE) };
}

const IDLE = { isPending: false, problem: null };

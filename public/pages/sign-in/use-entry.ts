import { useState } from "preact/hooks";
import { faultAt, type Problem } from "../../api/problem.ts";

/** As `useAction`, for calls around signing in: there a 401 is an answer as any other. */
export function useEntry(call: () => Promise<Problem | null>) {
  const [state, setState] = useState<{ isPending: boolean; problem: Problem | null }>({
    isPending: false,
    problem: null,
  });
  async function run(): Promise<boolean> {
    if (state.isPending) return false;
    setState({ ...state, isPending: true });
    const problem = await call();
    setState({ isPending: false, problem });
    return problem === null;
  }
  return { ...state, run, errorAt: (pointer: string) => faultAt(state.problem, pointer) };
}

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Outcome, settle } from "./call.ts";
import type { Problem } from "./problem.ts";
import { signIns } from "./sign-ins.ts";

type Told = Parameters<typeof settle>[0] extends Promise<infer A> ? A : never;
type Data<A extends Told> = Extract<A, { error: null }>["data"];

export type Resource<T> = {
  /** Undefined until it is there; the last one stays while it is asked for again. */
  data: T | undefined;
  problem: Problem | null;
  /** The first time only; what is asked for again changes without a word. */
  isLoading: boolean;
  reload(): void;
  /** Puts in place what an action has answered. */
  set(data: T): void;
};

/**
 * What a call answers, asked for when the page opens and again when one of `inputs` changes, after somebody has signed in
 * again, and every `everyMs` milliseconds while the page can be seen. Nothing is asked for while `isOff`.
 */
export function useResource<A extends Told>(
  call: () => Promise<A>,
  inputs: readonly unknown[],
  { everyMs, isOff = false }: { everyMs?: number; isOff?: boolean } = {},
): Resource<Data<A>> {
  const [state, setState] = useState<{ data?: Data<A>; problem: Problem | null }>({ problem: null });
  const latest = useLatest<A>();
  const reload = useCallback(() => {
    if (isOff) return;
    void latest(call()).then((outcome) => outcome && setState((last) => next(last, outcome)));
  }, [...inputs, isOff]);
  useEffect(() => {
    setState({ problem: null });
    reload();
  }, [...inputs, isOff]);
  useEffect(() => signIns.subscribe(reload), [reload]);
  usePolling(reload, everyMs);
  const { data, problem } = state;
  const set = (data: Data<A>) => setState({ data, problem: null });
  return { data, problem, isLoading: data === undefined && problem === null, reload, set };
}

const next = <A extends Told>(last: { data?: Data<A> }, outcome: Outcome<A>) =>
  outcome.ok ? { data: outcome.data, problem: null } : { ...last, problem: outcome.problem };

/** Of several calls under way only the last one's answer counts; the others bring null. */
export function useLatest<A extends Told>() {
  const turn = useRef(0);
  useEffect(() => () => void turn.current++, []);
  return useCallback(async (call: Promise<A>): Promise<Outcome<A> | null> => {
    const mine = ++turn.current;
    const outcome = await settle(call);
    return mine === turn.current ? outcome : null;
  }, []);
}

function usePolling(reload: () => void, everyMs: number | undefined): void {
  useEffect(() => {
    if (everyMs === undefined) return;
    const look = () => document.visibilityState === "visible" && reload();
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload, everyMs]);
}

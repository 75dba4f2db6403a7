import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../api/problem.ts";
import { signIns } from "../../api/sign-ins.ts";
import { type Finished, follow } from "./follow.ts";

export type TailState = "connecting" | "open" | "again" | "lost" | "refused";

export type Tail = {
  /** The newest first, so many at most. */
  rows: readonly Finished[];
  state: TailState;
  problem: Problem | null;
  isPaused: boolean;
  /** How many came while it is paused. */
  held: number;
  /** More was missed than is shown. */
  hasMissed: boolean;
  toggle(): void;
};

/** What is kept; older ones are in the list of deliveries. */
export const MOST = 500;
/** Rows that come close together are shown together. */
const GATHER_MS = 200;

type Shown = { rows: readonly Finished[]; held: readonly Finished[]; heldCount: number };
const NOTHING: Shown = { rows: [], held: [], heldCount: 0 };

/** The newest attempts that fit the query, as they are finished. Another query begins anew. */
export function useTail(query: string): Tail {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const [status, setStatus] = useState<{ state: TailState; problem: Problem | null }>(CONNECTING);
  const [hasMissed, setMissed] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const [turn, setTurn] = useState(0);
  const paused = useRef(false);
  paused.current = isPaused;
  useEffect(() => signIns.subscribe(() => setTurn((last) => last + 1)), []);
  useEffect(() => setShown(NOTHING), [query]);
  useEffect(() => {
    const ended = new AbortController();
    const gathered = gather((fresh) =>
      setShown((last) => (paused.current ? hold(last, fresh) : show(last, fresh))),
    );
    setStatus(CONNECTING);
    setMissed(false);
    const tell = (state: TailState, problem: Problem | null = null) => setStatus({ state, problem });
    const follower = {
      open: (isAgain: boolean) => tell(isAgain ? "again" : "open"),
      lost: () => tell("lost"),
      refused: (problem: Problem) => tell("refused", problem),
      attempt: gathered.add,
      missed: () => setMissed(true),
    };
    void follow(query, follower, ended.signal);
    return () => {
      ended.abort();
      gathered.stop();
    };
  }, [query, turn]);
  function toggle(): void {
    if (isPaused) setShown((last) => show({ ...last, held: [], heldCount: 0 }, last.held));
    setPaused(!isPaused);
  }
  return { ...status, hasMissed, isPaused, rows: shown.rows, held: shown.heldCount, toggle };
}

const CONNECTING = { state: "connecting" as const, problem: null };

/** `fresh` has the newest first, as the rows have. */
const show = (last: Shown, fresh: readonly Finished[]): Shown => ({
  ...last,
  rows: [...fresh, ...last.rows].slice(0, MOST),
});

const hold = (last: Shown, fresh: readonly Finished[]): Shown => ({
  ...last,
  held: [...fresh, ...last.held].slice(0, MOST),
  heldCount: last.heldCount + fresh.length,
});

function gather(flush: (fresh: readonly Finished[]) => void) {
  let fresh: Finished[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(finished: Finished): void {
      fresh.unshift(finished);
      timer ??= setTimeout(() => {
        const all = fresh;
        [fresh, timer] = [[], undefined];
        flush(all);
      }, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

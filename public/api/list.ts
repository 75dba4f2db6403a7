import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { entry } from "../app/location.ts";
import { holdRow, keepList, keptList } from "../app/places.ts";
import type { settle } from "./call.ts";
import type { Problem } from "./problem.ts";
import { useLatest } from "./resource.ts";
import { signIns } from "./sign-ins.ts";

type Told = Parameters<typeof settle>[0] extends Promise<infer A> ? A : never;
type Page<T> = { data: T[]; next_cursor: string | null };
type PageAnswer<T> = Told & ({ data: Page<T>; error: null } | { data: null; error: object });

export type List<T> = {
  rows: T[];
  problem: Problem | null;
  /** The first page is on its way. */
  isLoading: boolean;
  isLoadingMore: boolean;
  hasMore: boolean;
  loadMore(): void;
  /** Asks anew for all that is shown, which stays until it is there. */
  reload(): void;
  /** Puts in place of a row what an action has answered. */
  replace(isRow: (row: T) => boolean, row: T): void;
};

type State<T> = { rows: T[]; cursor: string | null; problem: Problem | null; busy: "first" | "more" | null };

/**
 * A list page by page: `call` gets the cursor of the page to ask for, undefined for the first. It begins again when one of
 * `inputs` changes, such as a filter. Who comes back to it by the browser's history finds it as it was, and asked for anew; so a
 * page has one list of the same inputs.
 */
export function useList<T>(
  call: (cursor: string | undefined) => Promise<PageAnswer<T>>,
  inputs: readonly unknown[],
): List<T> {
  const key = JSON.stringify(inputs);
  const [state, setState] = useState<State<T>>(() => kept(key) ?? FIRST);
  const latest = useLatest<PageAnswer<T>>();
  const moved = useRef(() => {});
  const load = useCallback(async (cursor?: string, wanted = 1) => {
    const outcome = await pages((from) => latest(call(from)), cursor, wanted);
    if (!outcome) return;
    if (cursor === undefined) moved.current = holdRow();
    setState((last) => after(last, outcome, cursor !== undefined));
  }, inputs);
  useLayoutEffect(() => {
    moved.current();
    moved.current = () => {};
  }, [state.rows]);
  useEffect(() => {
    const last = kept<T>(key);
    setState((shown) => last ?? { ...shown, busy: "first", problem: null });
    void load(undefined, last?.rows.length);
  }, inputs);
  useEffect(() => {
    if (state.busy === null && state.problem === null) keepList(entry.value, key, state);
  }, [state]);
  const { rows, cursor, problem, busy } = state;
  const reload = () => void load(undefined, rows.length);
  const again = useRef(reload);
  again.current = reload;
  useEffect(() => signIns.subscribe(() => again.current()), []);
  return {
    ...{ rows, problem, hasMore: cursor !== null },
    isLoading: busy === "first",
    isLoadingMore: busy === "more",
    loadMore() {
      if (cursor === null || busy !== null) return;
      setState((last) => ({ ...last, busy: "more", problem: null }));
      void load(cursor);
    },
    reload,
    replace: (isRow, row) =>
      setState((last) => ({ ...last, rows: last.rows.map((one) => (isRow(one) ? row : one)) })),
  };
}

const kept = <T>(key: string) => keptList(entry.value, key) as State<T> | undefined;

/** From `cursor` on as many pages as bring the rows that are wanted, as one; null where the answers do not count any more. */
async function pages<T>(
  ask: (cursor: string | undefined) => Promise<PageOutcome<T> | null>,
  cursor: string | undefined,
  wanted: number,
): Promise<PageOutcome<T> | null> {
  const outcome = await ask(cursor);
  if (!outcome?.ok) return outcome;
  const { data, next_cursor: next } = outcome.data;
  if (next === null || data.length >= wanted) return outcome;
  const rest = await pages(ask, next, wanted - data.length);
  if (!rest?.ok) return rest;
  return { ok: true, data: { ...rest.data, data: [...data, ...rest.data.data] } };
}

const FIRST = { rows: [], cursor: null, problem: null, busy: "first" as const };

type PageOutcome<T> = { ok: true; data: Page<T> } | { ok: false; problem: Problem };

function after<T>(last: State<T>, outcome: PageOutcome<T>, isMore: boolean): State<T> {
  if (!outcome.ok) return { ...last, busy: null, problem: outcome.problem };
  const { data, next_cursor: cursor } = outcome.data;
  return { rows: isMore ? [...last.rows, ...data] : data, cursor, problem: null, busy: null };
}

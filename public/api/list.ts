import { useCallback, useEffect, useState } from "preact/hooks";
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
  /** Begins again with the first page; what is shown stays until it is there. */
  reload(): void;
  /** Puts in place of a row what an action has answered. */
  replace(isRow: (row: T) => boolean, row: T): void;
};

type State<T> = { rows: T[]; cursor: string | null; problem: Problem | null; busy: "first" | "more" | null };

/**
 * A list page by page: `call` gets the cursor of the page to ask for, undefined for the first. It begins again when one of
 * `inputs` changes, such as a filter.
 */
export function useList<T>(
  call: (cursor: string | undefined) => Promise<PageAnswer<T>>,
  inputs: readonly unknown[],
): List<T> {
  const [state, setState] = useState<State<T>>(FIRST);
  const latest = useLatest<PageAnswer<T>>();
  const load = useCallback(async (cursor?: string) => {
    const outcome = await latest(call(cursor));
    if (outcome) setState((last) => after(last, outcome, cursor !== undefined));
  }, inputs);
  useEffect(() => {
    setState((last) => ({ ...last, busy: "first", problem: null }));
    void load();
  }, inputs);
  useEffect(() => signIns.subscribe(() => void load()), [load]);
  const { rows, cursor, problem, busy } = state;
  return {
    ...{ rows, problem, hasMore: cursor !== null },
    isLoading: busy === "first",
    isLoadingMore: busy === "more",
    loadMore() {
      if (cursor === null || busy !== null) return;
      setState((last) => ({ ...last, busy: "more", problem: null }));
      void load(cursor);
    },
    reload: () => void load(),
    replace: (isRow, row) =>
      setState((last) => ({ ...last, rows: last.rows.map((one) => (isRow(one) ? row : one)) })),
  };
}

const FIRST = { rows: [], cursor: null, problem: null, busy: "first" as const };

type PageOutcome<T> = { ok: true; data: Page<T> } | { ok: false; problem: Problem };

function after<T>(last: State<T>, outcome: PageOutcome<T>, isMore: boolean): State<T> {
  if (!outcome.ok) return { ...last, busy: null, problem: outcome.problem };
  const { data, next_cursor: cursor } = outcome.data;
  return { rows: isMore ? [...last.rows, ...data] : data, cursor, problem: null, busy: null };
}

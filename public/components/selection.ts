import { useState } from "preact/hooks";

/** Rows that are ticked, by their keys. */
export type Selection = {
  /** Of the rows that are there, in their order. */
  keys: readonly string[];
  /** How many rows are there. */
  total: number;
  has(key: string): boolean;
  /** Ticks a row or takes its tick away; `isRange` does the same to all between it and the one before. */
  toggle(key: string, isRange: boolean): void;
  setAll(isChosen: boolean): void;
};

type State = { of: string; chosen: ReadonlySet<string>; last: string | null };

/** What is ticked of rows in their order. Another `of`, such as other filters, is another list: nothing is ticked in it. */
export function useSelection(rows: readonly string[], of: string): Selection {
  const [state, setState] = useState<State>({ of, chosen: new Set(), last: null });
  const { chosen, last } = state.of === of ? state : NOTHING;
  return {
    keys: rows.filter((key) => chosen.has(key)),
    total: rows.length,
    has: (key) => chosen.has(key),
    toggle(key, isRange) {
      const changed = isRange && last !== null ? between(rows, last, key) : [key];
      setState({ of, chosen: changedSet(chosen, changed, !chosen.has(key)), last: key });
    },
    setAll: (isChosen) => setState({ of, chosen: new Set(isChosen ? rows : []), last: null }),
  };
}

const NOTHING = { chosen: new Set<string>(), last: null };

/** Both ends with it; only the second where the first is not there any more. */
function between(rows: readonly string[], from: string, to: string): readonly string[] {
  const [start, end] = [rows.indexOf(from), rows.indexOf(to)];
  return start === -1 ? [to] : rows.slice(Math.min(start, end), Math.max(start, end) + 1);
}

function changedSet(chosen: ReadonlySet<string>, keys: readonly string[], isChosen: boolean): Set<string> {
  const changed = new Set(chosen);
  for (const key of keys) {
    if (isChosen) changed.add(key);
    else changed.delete(key);
  }
  return changed;
}

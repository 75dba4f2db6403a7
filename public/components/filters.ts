import { useMemo } from "preact/hooks";
import { navigate, path, search } from "../app/location.ts";

export type Filters<Name extends string> = {
  /** What is chosen; those that are not are missing, so that it can go into a query as it is. */
  values: Partial<Record<Name, string>>;
  /** Stays the same as long as nothing changes: an input for `useList`. */
  key: string;
  isSet: boolean;
  /** Empty takes it away. */
  set(name: Name, value: string): void;
  clear(): void;
};

/** Filters that are kept in the page's address, so that a link leads others to the same rows. */
export function useFilters<Name extends string>(names: readonly Name[]): Filters<Name> {
  const query = new URLSearchParams(search.value);
  const chosen = names.flatMap((name): [Name, string][] => {
    const value = query.get(name);
    return value ? [[name, value]] : [];
  });
  const key = JSON.stringify(chosen);
  const values = useMemo(() => Object.fromEntries(chosen) as Partial<Record<Name, string>>, [key]);
  return {
    ...{ values, key, isSet: chosen.length > 0 },
    set(name, value) {
      if (value === "") query.delete(name);
      else query.set(name, value);
      go(query);
    },
    clear() {
      for (const name of names) query.delete(name);
      go(query);
    },
  };
}

function go(query: URLSearchParams): void {
  const text = query.toString();
  navigate(text === "" ? path.value : `${path.value}?${text}`, { replace: true });
}

const HOUR_MS = 3_600_000;
export const spans = {
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
  "30d": 30 * 24 * HOUR_MS,
} as const;
export type Span = keyof typeof spans;
export const isSpan = (name: string | undefined): name is Span => name !== undefined && name in spans;

type Range = { within?: string; since?: string; until?: string };

/** `since` and `until` for a query, of the filters `within`, `since` and `until` that a FilterBar with `range` sets. */
export function rangeOf({ within, since, until }: Range): { since?: string; until?: string } {
  if (isSpan(within)) return { since: new Date(Date.now() - spans[within]).toISOString() };
  return { ...(since && { since: utc(since) }), ...(until && { until: utc(until) }) };
}

/** A field for date and time has the reader's own zone and tells none. */
const utc = (local: string) => (Number.isNaN(Date.parse(local)) ? local : new Date(local).toISOString());

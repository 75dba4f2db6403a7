import { t } from "elysia";
import { invalid } from "./problem.ts";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 250;

/** The query of every list. */
export const pageQuery = {
  limit: t.Optional(
    t.Integer({ minimum: 1, maximum: MAX_LIMIT, description: `a whole number from 1 to ${MAX_LIMIT}` }),
  ),
  cursor: t.Optional(t.String({ description: "the next_cursor of the page before" })),
};

export type PageQuery = { limit?: number | undefined; cursor?: string | undefined };

export type Page<T> = { data: T[]; next_cursor: string | null };

export const pageOf = <T extends Parameters<typeof t.Array>[0]>(item: T) =>
  t.Object({ data: t.Array(item), next_cursor: t.Nullable(t.String()) });

const CURSOR = /^p[0-9a-z]{1,11}$/;

/** The `seq` after which a page begins; undefined for the first. Throws 422 for what is no cursor of ours. */
export function cursorSeq({ cursor }: PageQuery): number | undefined {
  if (cursor === undefined) return undefined;
  const seq = CURSOR.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN;
  if (Number.isSafeInteger(seq)) return seq;
  throw invalid([{ pointer: "/query/cursor", detail: "is not a next_cursor of this list" }]);
}

/** Makes a page of rows that were read with a limit one higher than asked for. */
export function page<Row extends { seq: number }, T>(
  rows: Row[],
  { limit = DEFAULT_LIMIT }: PageQuery,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { data: shown.map(present), next_cursor: last ? `p${last.seq.toString(36)}` : null };
}

/** How many rows to read for a page: one more tells whether another page follows. */
export const pageSize = ({ limit = DEFAULT_LIMIT }: PageQuery) => limit + 1;

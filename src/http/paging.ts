import { t } from "elysia";
import { invalid } from "./problem.ts";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 250;
/** Of a response: what one client asks for must not take the memory and the time of the others. */
export const MAX_BYTES = 4 * 1024 * 1024;

const CURSOR = /^p[0-9a-z]{1,11}$/;

/** A cursor as clients see it: `opaque-cursors.ts` seals it. */
export const SEALED_CURSOR = /^p[0-9a-f]{32}$/;

/** The query of every list. Elysia's own integer tells no pointer for one that is out of range, so `limitOf` judges it. */
export const pageQuery = {
  limit: t.Optional(
    t.Unsafe<string>(
      t.Any({
        type: "integer",
        minimum: 1,
        maximum: MAX_LIMIT,
        default: DEFAULT_LIMIT,
        description: "how many to return at most; a page of more than 4 MiB ends earlier",
      }),
    ),
  ),
  cursor: t.Optional(
    t.String({ description: "the next_cursor of the page before", "x-pattern": SEALED_CURSOR.source }),
  ),
};

export type PageQuery = { limit?: string | undefined; cursor?: string | undefined };

export type Page<T> = { data: T[]; next_cursor: string | null };

export const pageOf = <T extends Parameters<typeof t.Array>[0]>(item: T) =>
  t.Object({ data: t.Array(item), next_cursor: t.Nullable(t.String()) });

/** The `seq` after which a page begins; undefined for the first. Throws 422 for what is no cursor of ours. */
export function cursorSeq({ cursor }: PageQuery): number | undefined {
  if (cursor === undefined) return undefined;
  const seq = CURSOR.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN;
  if (Number.isSafeInteger(seq)) return seq;
  throw invalid([{ pointer: "/query/cursor", detail: "is not a next_cursor of this list" }]);
}

/** The cursor of a `seq`, as `cursorSeq` reads it. */
export const seqCursor = (seq: number) => `p${seq.toString(36)}`;

/** Makes a page of rows that were read with a limit one higher than asked for; one that would be too large ends earlier. */
export function page<Row extends { seq: number }, T>(
  rows: Row[],
  query: PageQuery,
  present: (row: Row) => T,
): Page<T> {
  const data = withinBytes(rows.slice(0, limitOf(query)), present);
  const last = rows.length > data.length ? rows[data.length - 1] : undefined;
  return { data, next_cursor: last ? seqCursor(last.seq) : null };
}

/**
 * The query of a page that has no more rows than are likely to fit, so that those which the page would leave out are not even read.
 * `sizes` are the stored bytes of the rows that it may have, in its order.
 */
export function fitting<Q extends PageQuery>(query: Q, sizes: number[], bytes = MAX_BYTES): Q {
  let left = bytes;
  const overflow = sizes.slice(0, limitOf(query)).findIndex((size) => {
    left -= size;
    return left < 0;
  });
  return overflow < 0 ? query : { ...query, limit: String(Math.max(1, overflow)) };
}

/** Presents rows until the next one would make more than `bytes` of JSON; at least one, so that a list always goes on. */
export function withinBytes<Row, T>(rows: Row[], present: (row: Row) => T, bytes = MAX_BYTES): T[] {
  const shown: T[] = [];
  let size = 0;
  for (const row of rows) {
    const item = present(row);
    size += jsonBytes(item);
    if (size > bytes && shown.length > 0) break;
    shown.push(item);
  }
  return shown;
}

/** How many bytes of UTF-8 a value takes as JSON, with the comma behind it. */
export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "") + 1;

/** How many rows to read for a page: one more tells whether another page follows. Throws 422. */
export const pageSize = (query: PageQuery) => limitOf(query) + 1;

function limitOf({ limit = String(DEFAULT_LIMIT) }: PageQuery): number {
  const rows = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  if (rows >= 1 && rows <= MAX_LIMIT) return rows;
  throw invalid([{ pointer: "/query/limit", detail: `must be a whole number from 1 to ${MAX_LIMIT}` }]);
}

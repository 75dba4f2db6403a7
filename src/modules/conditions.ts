import { type Column, type SQL, sql } from "drizzle-orm";
import { cursorSeq, type PageQuery } from "../http/paging.ts";

/** The condition for a filter that the caller gave; none for one left out. */
export const given = <T>(value: T | null | undefined, condition: (value: T) => SQL): SQL | undefined =>
  value === null || value === undefined ? undefined : condition(value);

/**
 * Whether one of the columns holds the text. `instr` and not LIKE, so that % and _ are only characters; SQLite lowers both sides,
 * for it knows A to Z only.
 */
export function mentions(columns: Column[], text: string): SQL {
  const found = columns.map((column) => sql`instr(lower(${column}), lower(${text})) > 0`);
  return sql`(${sql.join(found, sql` OR `)})`;
}

/** What a page after the first has in common: its rows are older than the cursor. Throws 422 for a bad one. */
export const afterCursor = (seq: Column | SQL, query: PageQuery) =>
  given(cursorSeq(query), (after) => sql`${seq} < ${after}`);

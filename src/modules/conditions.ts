import { type Column, lt, type SQL } from "drizzle-orm";
import { cursorSeq, type PageQuery } from "../http/paging.ts";

/** The condition for a filter that the caller gave; none for one left out. */
export const given = <T>(value: T | null | undefined, condition: (value: T) => SQL): SQL | undefined =>
  value === null || value === undefined ? undefined : condition(value);

/** What a page after the first has in common: its rows are older than the cursor. Throws 422 for a bad one. */
export const afterCursor = (seq: Column, query: PageQuery) =>
  given(cursorSeq(query), (after) => lt(seq, after));

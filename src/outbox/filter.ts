import { StoreError } from "../db/store.ts";
import type { NewEvent } from "./new-rows.ts";

/**
 * `value` is the JSON text of what an expression gave, null for nothing; `closed` when nobody was there to be asked, `crowded` when
 * too much of the tenant's waits to be asked already.
 */
export type FilterAnswer =
  | { matches: boolean; value: string | null }
  | { error: string; closed?: true | undefined; crowded?: true | undefined };

/**
 * Judges webhooks' filters, bounded in time; an expression that cannot be judged is an answer too. `input` is JSON text, `owner` the
 * tenant whose turn it takes.
 */
export type Filters = {
  filter(expression: string, input: string, owner: string): Promise<FilterAnswer>;
};

/** What a filter sees of an event. */
export type FilterSubject = Pick<NewEvent, "type" | "channel" | "actor" | "data" | "previousAttributes">;

/** The JSON text a filter is asked about. Data stands in it as its caller wrote it: a large number is the filter's to read. */
export function filterInput({ type, channel, actor, data, previousAttributes }: FilterSubject): string {
  const known = JSON.stringify({ type, channel, actor });
  return `${known.slice(0, -1)},"data":${data},"previous_attributes":${previousAttributes ?? "null"}}`;
}

/**
 * Why a webhook's filter lets an event not through, in plain words; null when it does. Throws StoreError when it could not be asked
 * because the process ends or the tenant has asked too much: the event would be accepted as one that its webhook does not want.
 */
export async function filterRefusal(
  filters: Filters,
  { filter, tenant }: { filter: string; tenant: string },
  input: string,
): Promise<string | null> {
  const answer = await filters.filter(filter, input, tenant);
  if ("error" in answer && answer.closed) throw new StoreError("unavailable", answer.error);
  if ("error" in answer && answer.crowded) throw new StoreError("crowded", answer.error);
  if ("error" in answer) return `its filter failed: ${brief(answer.error)}`;
  return answer.matches ? null : `its filter answered ${brief(answer.value ?? "nothing")}`;
}

const LONGEST_REASON = 200;

/** It may quote the event's data: kept short, and without what the database cannot keep. */
const brief = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, LONGEST_REASON)
    .toWellFormed();

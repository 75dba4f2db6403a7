import { t } from "elysia";
import { parseDateTime } from "../wire/date-time.ts";
import { invalid } from "./problem.ts";

/** A moment as a caller writes it; `momentOf` judges it, for its own words on what is wrong. */
export const dateTime = (description = "an RFC 3339 date-time such as 2024-01-15T10:30:00Z") =>
  t.String({ maxLength: 64, description, "x-format": "date-time" });

/** A moment as the API writes it, with `iso`. */
export const moment = (description?: string) =>
  t.String({ "x-format": "date-time", ...(description !== undefined && { description }) });

/** Epoch milliseconds of an RFC 3339 date-time. Throws 422 with `pointer` for anything else. */
export function momentOf(text: string, pointer: string): number {
  const moment = parseDateTime(text);
  if (moment !== null) return moment;
  throw invalid([{ pointer, detail: "must be an RFC 3339 date-time such as 2024-01-15T10:30:00Z" }]);
}

/** ISO 8601 in UTC with milliseconds, as the API writes every moment. */
export const iso = (moment: number) => new Date(moment).toISOString();

export const isoOrNull = (moment: number | null) => (moment === null ? null : iso(moment));

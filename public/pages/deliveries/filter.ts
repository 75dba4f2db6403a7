import { type AttemptOutcome, attemptOutcomes } from "../../../src/wire/verdict.ts";
import { type Filters, rangeOf } from "../../components/filters.ts";

/** Less used: they stand behind "More filters". */
export const moreNames = ["channel", "outcome", "status_code", "min_attempts"] as const;

export const filterNames = [
  "status",
  "type",
  "webhook",
  "tenant",
  "event",
  "job",
  ...moreNames,
  "within",
  "since",
  "until",
] as const;
export type FilterName = (typeof filterNames)[number];

export const statuses = ["succeeded", "retrying", "failed", "cancelled", "pending"] as const;
/** What a consumer asks first. Source: seed 004. */
export const ends = ["success", "failure"] as const;
export type Status = (typeof statuses)[number] | (typeof ends)[number];

const isStatus = (name: string | undefined): name is Status =>
  ([...statuses, ...ends] as string[]).includes(name ?? "");

const isOutcome = (name: string | undefined): name is AttemptOutcome =>
  (attemptOutcomes as readonly string[]).includes(name ?? "");

/** What deliveries are narrowed by where they are listed, counted and exported. */
export type DeliveryQuery = Partial<Record<Exclude<FilterName, "within" | "status" | "outcome">, string>> & {
  status?: Status;
  outcome?: AttemptOutcome;
};

/** What the page's address selects; a word that is no status or outcome narrows by nothing. */
export function queryOf(values: Filters<FilterName>["values"]): DeliveryQuery {
  const { status, outcome, within, since, until, ...same } = values;
  const range = rangeOf({ ...(within && { within }), ...(since && { since }), ...(until && { until }) });
  return { ...same, ...range, ...(isStatus(status) && { status }), ...(isOutcome(outcome) && { outcome }) };
}

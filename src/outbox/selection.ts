import { and, type Column, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { deliveries } from "../db/schema.ts";
import type { AttemptOutcome } from "../wire/verdict.ts";
import type { DeliveryStatus } from "./states.ts";

/** `retrying` is pending after an attempt that failed; `failure` is failed or retrying. */
export type StatusFilter = DeliveryStatus | "retrying" | "failure";

/** Which deliveries: each condition that is given narrows them. Times in epoch ms; `until` is the first moment not meant. */
export type Selection = {
  ids?: readonly string[] | undefined;
  tenant?: string | null | undefined;
  webhook?: string | undefined;
  event?: string | undefined;
  /** Those that a job put back or made last. */
  job?: string | undefined;
  type?: string | undefined;
  /** Patterns such as `order.*`, of which one must cover the type. */
  types?: readonly string[] | null | undefined;
  channel?: string | undefined;
  status?: StatusFilter | undefined;
  /** Of the last attempt. */
  outcome?: AttemptOutcome | undefined;
  /** Of the last attempt: from the first to the last, both included. */
  statusCode?: readonly [from: number, to: number] | undefined;
  minAttempts?: number | undefined;
  since?: number | undefined;
  until?: number | undefined;
};

/** The condition that one of `patterns` covers the type in the column. */
export function coveredBy(column: Column, patterns: readonly string[]): SQL {
  const fitting = patterns.map((pattern) => {
    if (pattern === "*") return sql`1`;
    const below = pattern.slice(0, -1);
    return pattern.endsWith(".*")
      ? sql`substr(${column}, 1, ${below.length}) = ${below}`
      : sql`+${column} = ${pattern}`;
  });
  return sql`(${sql.join([sql`0`, ...fitting], sql` OR `)})`;
}

type Conditions = { [F in keyof Selection]-?: (value: NonNullable<Selection[F]>, among: Among) => SQL };

/** Whether only deliveries with a failed attempt can be meant: those have indexes of their own. */
type Among = "all" | "failures";

// What SQLite is to find a partial index by is written out, because it uses one only for a condition that it can read.
const FAILURES = sql.raw(
  "(deliveries.status = 'failed' OR deliveries.attempt_count > 1 OR deliveries.last_outcome <> 'success' OR deliveries.last_status_code >= 300)",
);

const statuses: Record<StatusFilter, string> = {
  pending: "deliveries.status = 'pending'",
  succeeded: "deliveries.status = 'succeeded'",
  failed: "deliveries.status = 'failed'",
  cancelled: "deliveries.status = 'cancelled'",
  retrying: "deliveries.status = 'pending' AND deliveries.attempt_count > 0",
  failure:
    "(deliveries.status = 'failed' OR (deliveries.status = 'pending' AND deliveries.attempt_count > 0))",
};

/** A plus keeps SQLite from an index that would have it read each row of the tenant, or of the type, for the rest. */
const only = (column: "tenant" | "type", value: string, among: Among): SQL =>
  among === "all" ? eq(deliveries[column], value) : sql`+${deliveries[column]} = ${value}`;

const conditions: Conditions = {
  ids: (ids) => inArray(deliveries.id, sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`),
  tenant: (id, among) => only("tenant", id, among),
  webhook: (id) => eq(deliveries.webhookSeq, sql`(SELECT seq FROM webhooks WHERE id = ${id})`),
  event: (id) => inArray(deliveries.eventSeq, sql`(SELECT seq FROM events WHERE id = ${id})`),
  job: (id) => eq(deliveries.jobSeq, sql`(SELECT seq FROM jobs WHERE id = ${id})`),
  type: (name, among) => only("type", name, among),
  types: (patterns) => coveredBy(deliveries.type, patterns),
  channel: (name) => eq(deliveries.channel, name),
  status: (status) => sql.raw(statuses[status]),
  outcome: (outcome) => eq(deliveries.lastOutcome, outcome),
  statusCode: ([from, to]) => sql`${deliveries.lastStatusCode} BETWEEN ${from} AND ${to}`,
  minAttempts: (attempts) => gte(deliveries.attemptCount, attempts),
  since: (moment) => gte(deliveries.createdAt, moment),
  until: (moment) => lt(deliveries.createdAt, moment),
};

/** As one condition on `deliveries`; undefined selects all. */
export function selected(selection: Selection): SQL | undefined {
  const among = amongOf(selection);
  const given = Object.entries(conditions).flatMap(([name, condition]) => {
    const value = selection[name as keyof Selection];
    return value === undefined || value === null
      ? []
      : [(condition as (value: unknown, among: Among) => SQL)(value, among)];
  });
  return and(...given, among === "failures" ? FAILURES : undefined);
}

/** Each attempt but the last one has failed; a few profiles take a status code of 300 or more for a success, so the index has it too. */
function amongOf({ ids, event, job, status, outcome, statusCode, minAttempts = 0 }: Selection): Among {
  const failed =
    (status !== undefined && FAILED.has(status)) ||
    (outcome !== undefined && outcome !== "success") ||
    (statusCode !== undefined && statusCode[0] >= 300) ||
    minAttempts > 1;
  return failed && ids === undefined && event === undefined && job === undefined ? "failures" : "all";
}

const FAILED = new Set<StatusFilter>(["failed", "retrying", "failure"]);

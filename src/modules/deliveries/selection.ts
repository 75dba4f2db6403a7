import { type Principal, tenantFilter } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import { momentOf } from "../../http/time.ts";
import type { Selection, StatusFilter } from "../../outbox/selection.ts";
import type { CountQuery, ManyFilter } from "./filter-model.ts";

/** A filter as a query, a body or a caller here gives it. */
type Filter = { [F in Exclude<keyof ManyFilter, "ids">]?: ManyFilter[F] | CountQuery[F] | undefined } & {
  ids?: string[] | undefined;
};

/** What a filter of deliveries selects, of the caller's own; `base` is where it is in the request. Throws 403, 422. */
export function selectionOf(principal: Principal, filter: Filter, base: string): Selection {
  const {
    ids,
    webhook,
    event,
    job,
    type,
    channel,
    status,
    outcome,
    status_code,
    min_attempts,
    since,
    until,
  } = filter;
  return {
    ...{ ids, webhook, event, job, type, channel, outcome },
    tenant: tenantFilter(principal, filter.tenant),
    types: principal.eventTypes,
    status: status === "success" ? "succeeded" : (status satisfies StatusFilter | undefined),
    statusCode: status_code === undefined ? undefined : codesOf(String(status_code)),
    minAttempts: min_attempts === undefined ? undefined : attemptsOf(String(min_attempts), base),
    since: since === undefined ? undefined : momentOf(since, `${base}/since`),
    until: until === undefined ? undefined : momentOf(until, `${base}/until`),
  };
}

/** The first and the last status code that `503` or `5xx` stands for; the model has judged its form. */
function codesOf(code: string): [number, number] {
  const [hundreds] = code;
  return code.endsWith("xx")
    ? [Number(`${hundreds}00`), Number(`${hundreds}99`)]
    : [Number(code), Number(code)];
}

function attemptsOf(attempts: string, base: string): number {
  if (/^[1-9]\d{0,4}$/.test(attempts) && Number(attempts) <= 10_000) return Number(attempts);
  throw invalid([{ pointer: `${base}/min_attempts`, detail: "must be a whole number from 1 to 10000" }]);
}

/** Throws 422 for a period that ends before it begins. */
export function refuseEmptyPeriod(
  { since, until }: { since?: number | undefined; until?: number | undefined },
  base: string,
): void {
  if (since !== undefined && until !== undefined && until <= since)
    throw invalid([{ pointer: `${base}/until`, detail: "must be later than since" }]);
}

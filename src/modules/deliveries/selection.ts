import { type Principal, tenantFilter } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import { momentOf } from "../../http/time.ts";
import type { Selection } from "../../outbox/selection.ts";
import type { DeliveryStatus } from "../../outbox/states.ts";

type Filter = {
  tenant?: string | undefined;
  webhook?: string | undefined;
  event?: string | undefined;
  type?: string | undefined;
  channel?: string | undefined;
  status?: DeliveryStatus | "success" | "failure" | undefined;
  since?: string | undefined;
  until?: string | undefined;
};

/** `success` and `failure` are words for the two ends, as consumers know them. */
const ends: Record<string, DeliveryStatus> = { success: "succeeded", failure: "failed" };

/** What a filter of deliveries selects, of the caller's own; `base` is where it is in the request. Throws 403, 422. */
export function selectionOf(principal: Principal, filter: Filter, base: string): Selection {
  const { webhook, event, type, channel, status, since, until } = filter;
  return {
    ...{ tenant: tenantFilter(principal, filter.tenant), webhook, event, type, channel },
    status: status && (ends[status] ?? (status as DeliveryStatus)),
    since: since === undefined ? undefined : momentOf(since, `${base}/since`),
    until: until === undefined ? undefined : momentOf(until, `${base}/until`),
  };
}

/** Throws 422 for a period that ends before it begins. */
export function refuseEmptyPeriod(
  { since, until }: { since?: number | undefined; until?: number | undefined },
  base: string,
): void {
  if (since !== undefined && until !== undefined && until <= since)
    throw invalid([{ pointer: `${base}/until`, detail: "must be later than since" }]);
}

import type { Principal } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import { countCancellations } from "../../outbox/cancel-many.ts";
import type { Registry } from "../../outbox/registry.ts";
import { countRetries } from "../../outbox/retry-many.ts";
import type { Selection } from "../../outbox/selection.ts";
import type { AuditAction } from "../audit/actions.ts";
import type { Many, ManyFilter } from "../deliveries/filter-model.ts";
import { refuseEmptyPeriod, selectionOf } from "../deliveries/selection.ts";
import { refuseStatus } from "../deliveries/service.ts";
import { findEvent } from "../events/read.ts";
import { findOwnWebhook } from "../webhooks/read.ts";
import { refuseForeignTypes } from "../webhooks/validate.ts";
import type { Job } from "./model.ts";
import { type JobsDeps, startJob } from "./service.ts";

export type ManyDeps = JobsDeps & { registry: Registry };

type Status = ManyFilter["status"];

/** What differs between one act over many deliveries and another. */
type Act = {
  kind: "retry" | "cancel";
  action: AuditAction;
  /** What is meant where neither a status nor ids are given. */
  status: Status;
  /** Statuses that it can do nothing about, with what to do instead. */
  refused: Partial<Record<NonNullable<Status>, string>>;
  /** Whether a webhook that gets nothing now is refused. */
  sends: boolean;
  count: typeof countRetries;
};

const REPLAY = "cannot be retried: replay the event, which makes a new delivery of it";
const OVER = "cannot be cancelled: it is over";

const retry: Act = {
  kind: "retry",
  action: "deliveries.retried",
  status: "failed",
  refused: { succeeded: REPLAY, success: REPLAY },
  sends: true,
  count: countRetries,
};

const cancel: Act = {
  kind: "cancel",
  action: "deliveries.cancelled",
  status: "pending",
  refused: { succeeded: OVER, success: OVER, failed: OVER, cancelled: OVER },
  sends: false,
  count: countCancellations,
};

type Made = { count: number } | { job: Job };

/**
 * Asks for one more attempt of every delivery of the caller's that the filter selects, those that failed unless it says otherwise:
 * as a job, or in a dry run how many. Throws 403, 404 for a webhook or an event that there is not, 409 for a webhook that gets
 * nothing now, 422.
 */
export const retryMany = (deps: ManyDeps, principal: Principal, asked: Many): Promise<Made> =>
  doMany(deps, principal, asked, retry);

/** Cancels every pending delivery of the caller's that the filter selects: as a job, or in a dry run how many. Throws 403, 404, 422. */
export const cancelMany = (deps: ManyDeps, principal: Principal, asked: Many): Promise<Made> =>
  doMany(deps, principal, asked, cancel);

async function doMany(
  deps: ManyDeps,
  principal: Principal,
  { filter, dry_run }: Many,
  act: Act,
): Promise<Made> {
  const at = deps.clock.now();
  const selection = await selectionFor(deps, principal, filter, act);
  const { count, last } = await act.count(deps.query, selection, at);
  if (dry_run) return { count };
  const { tenant = null, webhook = null } = selection;
  const params = { filter: selection, at, last };
  const job = await startJob(
    deps,
    principal,
    { kind: act.kind, tenant, webhook, params, total: count },
    { action: act.action, after: { filter: shownFilter(filter), total: count } },
  );
  return { job };
}

/** A thousand ids would be most of the audit log's entry. */
const shownFilter = ({ ids, ...filter }: ManyFilter) =>
  ids === undefined ? filter : { ...filter, ids: `${ids.length} deliveries` };

async function selectionFor(
  deps: ManyDeps,
  principal: Principal,
  filter: ManyFilter,
  act: Act,
): Promise<Selection> {
  const refused = filter.status && act.refused[filter.status];
  if (refused !== undefined) throw invalid([{ pointer: "/filter/status", detail: refused }]);
  const status = filter.status ?? (filter.ids === undefined ? act.status : undefined);
  const selection = selectionOf(principal, { ...filter, status }, "/filter");
  refuseEmptyPeriod(selection, "/filter");
  const named = await namedIn(deps, principal, filter, act);
  if (!filter.webhook) refuseForeignTypes(principal, [filter.type ?? named.type ?? "*"]);
  return { ...selection, tenant: selection.tenant ?? named.tenant };
}

/** Whose webhook or event is named, and the event's type; null where that is not known. */
async function namedIn(
  { query, registry }: ManyDeps,
  principal: Principal,
  { webhook, event, tenant }: ManyFilter,
  { sends }: Act,
): Promise<{ tenant: string | null; type: string | null }> {
  const named = event === undefined ? null : await findEvent(query, principal, event, tenant);
  const type = named?.type ?? null;
  if (webhook === undefined) return { tenant: named?.tenant ?? null, type };
  const found = await findOwnWebhook(query, principal, webhook);
  if (sends) refuseStatus(registry.webhook(webhook) ?? found.webhook);
  return { tenant: found.webhook.tenant, type };
}

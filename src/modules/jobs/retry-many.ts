import type { Principal } from "../../http/principal.ts";
import type { Registry } from "../../outbox/registry.ts";
import { countRetries } from "../../outbox/retry-many.ts";
import type { RetryMany } from "../deliveries/model.ts";
import { refuseEmptyPeriod, selectionOf } from "../deliveries/selection.ts";
import { refuseStatus } from "../deliveries/service.ts";
import { findEvent } from "../events/read.ts";
import { findOwnWebhook } from "../webhooks/read.ts";
import { refuseForeignTypes } from "../webhooks/validate.ts";
import type { Job } from "./model.ts";
import { type JobsDeps, startJob } from "./service.ts";

export type RetryManyDeps = JobsDeps & { registry: Registry };

/**
 * Asks for one more attempt of every delivery of the caller's that the filter selects, those that failed unless it says otherwise:
 * as a job, or in a dry run how many. Throws 403, 404 for a webhook or an event that there is not, 409 for a webhook that gets
 * nothing now, 422.
 */
export async function retryMany(
  deps: RetryManyDeps,
  principal: Principal,
  { filter, dry_run }: RetryMany,
): Promise<{ count: number } | { job: Job }> {
  const at = deps.clock.now();
  const selection = selectionOf(principal, { ...filter, status: filter.status ?? "failure" }, "/filter");
  refuseEmptyPeriod(selection, "/filter");
  const named = await namedIn(deps, principal, filter);
  if (!filter.webhook) refuseForeignTypes(principal, [filter.type ?? named.type ?? "*"]);
  selection.tenant ??= named.tenant;
  const { count, last } = await countRetries(deps.query, selection, at);
  if (dry_run) return { count };
  const { tenant = null, webhook = null } = selection;
  const params = { filter: selection, at, last };
  const job = await startJob(
    deps,
    principal,
    { kind: "retry", tenant, webhook, params, total: count },
    { action: "deliveries.retried", after: { filter, total: count } },
  );
  return { job };
}

/** Whose webhook or event is named, and the event's type; null where that is not known. */
async function namedIn(
  { query, registry }: RetryManyDeps,
  principal: Principal,
  { webhook, event, tenant }: RetryMany["filter"],
): Promise<{ tenant: string | null; type: string | null }> {
  const named = event === undefined ? null : await findEvent(query, principal, event, tenant);
  const type = named?.type ?? null;
  if (webhook === undefined) return { tenant: named?.tenant ?? null, type };
  const found = await findOwnWebhook(query, principal, webhook);
  refuseStatus(registry.webhook(webhook) ?? found.webhook);
  return { tenant: found.webhook.tenant, type };
}

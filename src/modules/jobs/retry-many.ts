import type { Principal } from "../../http/principal.ts";
import type { Registry } from "../../outbox/registry.ts";
import { countRetries } from "../../outbox/retry-many.ts";
import type { RetryMany } from "../deliveries/model.ts";
import { refuseEmptyPeriod, selectionOf } from "../deliveries/selection.ts";
import { refuseStatus } from "../deliveries/service.ts";
import { findEvent } from "../events/read.ts";
import { findWebhook } from "../webhooks/read.ts";
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
  const owner = await ownerOf(deps, principal, filter);
  selection.tenant ??= owner;
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

/** The tenant whose webhook or event is named; null when neither is. */
async function ownerOf(
  { query, registry }: RetryManyDeps,
  principal: Principal,
  { webhook, event, tenant }: RetryMany["filter"],
): Promise<string | null> {
  const named = event === undefined ? null : await findEvent(query, principal, event, tenant);
  if (webhook === undefined) return named?.tenant ?? null;
  const found = await findWebhook(query, principal, webhook);
  refuseStatus(registry.webhook(webhook) ?? found.webhook);
  return found.webhook.tenant;
}

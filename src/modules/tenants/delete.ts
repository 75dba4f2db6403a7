import { and, count, eq } from "drizzle-orm";
import { events, jobs } from "../../db/schema.ts";
import { DEFAULT_TENANT, type Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { cancelWebhook } from "../../outbox/cancel.ts";
import { markDeleted } from "../../outbox/delete-tenant.ts";
import { insertJob } from "../../outbox/jobs/bulk-job.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import type { Job } from "../jobs/model.ts";
import { getJob, type JobsDeps } from "../jobs/service.ts";
import type { WebhooksDeps } from "../webhooks/service.ts";
import { keepNotifyTarget } from "./notify-target.ts";
import { getTenant } from "./service.ts";

export type DeleteTenantDeps = JobsDeps & WebhooksDeps & { keyring: { load(): Promise<void> } };

/** What Posthorn itself writes to. Source: README, "API". */
const OPERATOR_TENANT = "_operator";

const permanent = new Map([
  [DEFAULT_TENANT, "The tenant default always exists: it is whoever names no tenant."],
  [OPERATOR_TENANT, "Posthorn publishes what happens to webhooks as events of this tenant."],
]);

/**
 * Begins to delete a tenant with all that is its own. When this resolves it takes nothing more, its webhooks, keys and sessions are
 * gone and what was pending is cancelled; the job deletes the rows. Asked for again, it answers the same job. Throws 404, 409.
 */
export async function deleteTenant(deps: DeleteTenantDeps, principal: Principal, id: string): Promise<Job> {
  const reason = permanent.get(id);
  if (reason !== undefined) throw new Problem("tenant_permanent", reason);
  const before = await getTenant(deps, principal, id);
  const underWay = deps.registry.isDeleting(id) ? await deletionOf(deps, id) : undefined;
  if (underWay !== undefined) return getJob(deps.query, principal, underWay);
  // First, for a crash in between: a tenant made anew of this name must not be told of at the URL of the one before.
  await keepNotifyTarget(deps, principal, id, null);
  const webhooks = deps.registry.ofTenant(id).map((webhook) => webhook.id);
  const now = deps.clock.now();
  const job = { kind: "delete_tenant", tenant: id, webhook: null, params: {} } as const;
  const made = {
    ...job,
    id: deps.newId("job"),
    total: await eventsOf(deps, id),
    createdBy: principal.id,
    at: now,
  };
  const deed: Deed = { action: "tenant.deleted", tenant: id, target: id, before, after: null };
  await deps.store.write([...markDeleted(id, now), insertJob(made), auditEntry(deps, principal, deed)]);
  deps.registry.noteDeleting(id);
  await deps.keyring.load();
  for (const webhook of webhooks) {
    await cancelWebhook(deps.store, webhook, "webhook_deleted", now);
    await deps.dispatcher.withdraw(webhook);
  }
  deps.jobs.wake();
  return getJob(deps.query, principal, made.id);
}

async function deletionOf({ query }: DeleteTenantDeps, tenant: string): Promise<string | undefined> {
  const running = and(eq(jobs.tenant, tenant), eq(jobs.kind, "delete_tenant"), eq(jobs.status, "running"));
  const [row] = await query.select({ id: jobs.id }).from(jobs).where(running);
  return row?.id;
}

async function eventsOf({ query }: DeleteTenantDeps, tenant: string): Promise<number> {
  const [row] = await query.select({ count: count() }).from(events).where(eq(events.tenant, tenant));
  return row?.count ?? 0;
}

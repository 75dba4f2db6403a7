import { and, desc, eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import { jobs } from "../../db/schema.ts";
import type { Statement, Store } from "../../db/store.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal, tenantFilter } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { iso, isoOrNull } from "../../http/time.ts";
import type { NewId } from "../../ids.ts";
import { insertJob, type NewJob } from "../../outbox/jobs/bulk-job.ts";
import { stopJob } from "../../outbox/jobs/lease.ts";
import { countOutcomes, type Outcome } from "../../outbox/jobs/outcome.ts";
import type { JobRunner } from "../../worker/jobs.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import { afterCursor, given } from "../conditions.ts";
import type { Job, ListQuery } from "./model.ts";

export type JobsDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  newId: NewId;
  jobs: Pick<JobRunner, "wake">;
};

type Row = typeof jobs.$inferSelect;

export async function listJobs(query: Query, principal: Principal, filter: ListQuery): Promise<Page<Job>> {
  const rows = await query
    .select()
    .from(jobs)
    .where(
      and(
        given(tenantFilter(principal, filter.tenant), (tenant) => eq(jobs.tenant, tenant)),
        given(filter.kind, (kind) => eq(jobs.kind, kind)),
        given(filter.status, (status) => eq(jobs.status, status)),
        afterCursor(jobs.seq, filter),
      ),
    )
    .orderBy(desc(jobs.seq))
    .limit(pageSize(filter));
  const counted = await countOutcomes(query, unsettled(rows));
  return page(rows, filter, (row) => present(row, counted));
}

/** Throws 404, also for another tenant's and for one of all tenants. */
export async function getJob(query: Query, principal: Principal, id: string): Promise<Job> {
  const [row] = await query.select().from(jobs).where(eq(jobs.id, id));
  const isOwn =
    row && (principal.tenant === null || (row.tenant !== null && mayAccess(principal, row.tenant)));
  if (!isOwn) throw notFound("job with this id");
  return present(row, await countOutcomes(query, unsettled([row])));
}

export type Wanted = Pick<NewJob, "kind" | "tenant" | "webhook" | "params" | "total">;

/** Makes a job, durable when it resolves with what `also` writes; it begins at once. The deed's target is the job unless it names one. */
export async function startJob(
  deps: JobsDeps,
  principal: Principal,
  wanted: Wanted,
  deed: Pick<Deed, "action" | "after"> & { target?: string },
): Promise<Job> {
  const id = deps.newId("job");
  const job = { ...wanted, id, createdBy: principal.id, at: deps.clock.now() };
  const { action, target = id, after } = deed;
  const audited = { action, target, tenant: wanted.tenant, before: null, after: { job: id, ...after } };
  await deps.store.write([insertJob(job), auditEntry(deps, principal, audited)]);
  deps.jobs.wake();
  return getJob(deps.query, principal, id);
}

/**
 * Stops a job; portions that are done stay done. Throws 403 for a key that is bound to event types and asked for another, 404, 409
 * when it is over or cannot be stopped.
 */
export async function endJob(deps: JobsDeps, principal: Principal, id: string): Promise<Job> {
  const { kind, tenant, status, done, created_by } = await getJob(deps.query, principal, id);
  if (principal.eventTypes && created_by !== principal.id)
    throw new Problem("forbidden", "This key is bound to event types, and somebody else asked for the job.");
  const deed: Deed = { action: "job.stopped", tenant, target: id, before: { kind, done }, after: null };
  const also: Statement[] = [auditEntry(deps, principal, deed, ifChanged)];
  if (!(await stopJob(deps.store, id, deps.clock.now(), also)))
    throw new Problem(
      "job_not_stoppable",
      kind === "delete_tenant" && status === "running"
        ? "A tenant's deletion goes on to its end: its webhooks and keys are gone already."
        : "It is over.",
    );
  return getJob(deps.query, principal, id);
}

/** Those that bring deliveries on their way. */
const BRINGING: readonly Row["kind"][] = ["retry", "recover"];

const unsettled = (rows: Row[]) =>
  rows.filter((row) => row.settledAt === null && BRINGING.includes(row.kind)).map(({ seq }) => seq);

function outcomeOf(row: Row, counted: Map<number, Outcome>): Outcome | null {
  const { delivered, undelivered } = row;
  if (!BRINGING.includes(row.kind)) return null;
  if (delivered === null || undelivered === null) return counted.get(row.seq) ?? null;
  return { delivered, failed: undelivered, retrying: 0 };
}

function present(row: Row, counted: Map<number, Outcome>): Job {
  const { id, kind, tenant, webhook, status, total, done, failed, error } = row;
  return {
    ...{ id, kind, tenant, webhook, status, total, done, failed, error },
    outcome: outcomeOf(row, counted),
    created: iso(row.createdAt),
    updated: iso(row.updatedAt),
    completed: isoOrNull(row.completedAt),
    created_by: row.createdBy,
  };
}

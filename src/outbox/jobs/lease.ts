import type { Statement, Store } from "../../db/store.ts";
import type { BulkJob } from "./bulk-job.ts";

/** Longer than any portion takes; each portion begins it anew. */
export const JOB_LEASE_MS = 60_000;

/** By what right a portion is done. */
export type Hold = { job: string; lease: string };

/**
 * A condition of every write that a job makes, with `heldArgs`: a job that was stopped, or that another process took over,
 * changes nothing any more.
 */
export const HELD =
  "EXISTS (SELECT 1 FROM jobs j WHERE j.id = ? AND j.lease_owner = ? AND j.status = 'running')";
export const heldArgs = ({ job, lease }: Hold): [string, string] => [job, lease];

const TAKE = `UPDATE jobs SET lease_owner = ?, lease_until = ?
  WHERE id = ? AND status = 'running' AND (lease_owner IS NULL OR lease_owner = ? OR lease_until < ?) RETURNING id`;

/** Takes a job, or keeps it; false when another process has it in hand or it is over. Asks only when the lease is half used up. */
export async function holdJob(store: Store, job: BulkJob, lease: string, now: number): Promise<boolean> {
  const { leaseOwner, leaseUntil } = job;
  const isOwn = leaseOwner === lease;
  if (isOwn && (leaseUntil ?? 0) > now + JOB_LEASE_MS / 2) return true;
  if (leaseOwner !== null && !isOwn && (leaseUntil ?? 0) >= now) return false;
  const [taken] = await store.write([{ sql: TAKE, args: [lease, now + JOB_LEASE_MS, job.id, lease, now] }]);
  return taken?.rows.length === 1;
}

const RELEASED = "UPDATE jobs SET lease_owner = NULL, lease_until = NULL WHERE status = 'running'";

/** Gives back what this process has in hand, for another to go on with. */
export async function releaseJobs(store: Store, lease: string): Promise<void> {
  await store.write([{ sql: `${RELEASED} AND lease_owner = ?`, args: [lease] }]);
}

/** Makes free what earlier boots had in hand; only for the one process that delivers from a database. */
export async function releaseOthersJobs(store: Store, lease: string): Promise<void> {
  await store.write([{ sql: `${RELEASED} AND lease_owner <> ?`, args: [lease] }]);
}

/** Ends a job that cannot go on, with the reason in plain words. Portions that are done stay done. */
export function failJob({ job, lease }: Hold, error: string, now: number): Statement {
  const sql = `UPDATE jobs SET status = 'failed', error = ?, updated_at = ?, completed_at = ?, lease_owner = NULL,
      lease_until = NULL WHERE id = ? AND lease_owner = ? AND status = 'running'`;
  return { sql, args: [error, now, now, job, lease] };
}

/** Stops a job that runs, with what `also` writes; false when it is over or of a kind that goes on to its end. */
export async function stopJob(store: Store, job: string, now: number, also: Statement[]): Promise<boolean> {
  const sql = `UPDATE jobs SET status = 'stopped', updated_at = ?, completed_at = ?, lease_owner = NULL, lease_until = NULL
    WHERE id = ? AND status = 'running' AND kind <> 'delete_tenant' RETURNING id`;
  const [stopped] = await store.write([{ sql, args: [now, now, job] }, ...also]);
  return stopped?.rows.length === 1;
}

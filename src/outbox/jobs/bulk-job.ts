import { type Row, records, type Statement, type Store } from "../../db/store.ts";
import type { Selection } from "../selection.ts";

/** What of a webhook's past is looked through: accepted in [since, until) in epoch ms, up to the event `last`, a `seq`. */
export type Stretch = { since: number; until: number; last: number };

/** What each kind of job needs to know, fixed when it is made: what comes later is none of its own. */
export type JobParams = {
  /** Deliveries that were over at the moment `at` (epoch ms), up to the delivery `last`, a `seq`. */
  retry: { filter: Selection; at: number; last: number };
  /** Those that are pending when their turn comes. */
  cancel: { filter: Selection; at: number; last: number };
  recover: Stretch;
  delete_tenant: Record<string, never>;
};

export type JobKind = keyof JobParams;

export type JobStatus = "running" | "succeeded" | "stopped" | "failed";

/** Work over many rows, done in portions. Times in epoch ms; `cursor` is how far it has come, as its kind counts. */
export type BulkJob<K extends JobKind = JobKind> = {
  id: string;
  kind: K;
  tenant: string | null;
  webhook: string | null;
  params: JobParams[K];
  cursor: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
};

export type NewJob<K extends JobKind = JobKind> = Pick<
  BulkJob<K>,
  "id" | "kind" | "tenant" | "webhook" | "params"
> & {
  /** How many rows it is about. */
  total: number;
  createdBy: string;
  at: number;
};

export function insertJob(job: NewJob): Statement {
  const { id, kind, tenant, webhook, params, total, createdBy, at } = job;
  const sql = `INSERT INTO jobs (id, kind, tenant, webhook, params, status, total, created_by, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)`;
  return { sql, args: [id, kind, tenant, webhook, JSON.stringify(params), total, createdBy, at, at] };
}

const RUNNING = `SELECT id, kind, tenant, webhook, params, cursor, lease_owner, lease_until FROM jobs
  WHERE status = 'running' ORDER BY seq`;

/** The jobs that are not over, the oldest first, whoever does them. */
export async function runningJobs(store: Store): Promise<BulkJob[]> {
  return records(await store.read({ sql: RUNNING })).map(toJob);
}

function toJob(row: Row): BulkJob {
  return {
    id: row.id as string,
    kind: row.kind as JobKind,
    tenant: row.tenant as string | null,
    webhook: row.webhook as string | null,
    params: JSON.parse(row.params as string),
    cursor: row.cursor as number,
    leaseOwner: row.lease_owner as string | null,
    leaseUntil: row.lease_until as number | null,
  };
}

import { and, inArray, isNotNull, sql } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { deliveries } from "../../db/schema.ts";
import { records, type Store } from "../../db/store.ts";

/** The `seq` of the job with this id, for statements that put deliveries back. */
export const JOB_SEQ = "(SELECT seq FROM jobs WHERE id = ?)";

/** What came of the deliveries that a job put back or made. A delivery counts for the last job that did. */
export type Outcome = { delivered: number; failed: number; retrying: number };

const IS_OVER = sql.raw("retry_requested_at IS NULL AND lease_owner IS NULL");

/** `IS_OVER` is never null, so each delivery is one of the three. */
const counts = {
  delivered: sql<number>`count(*) FILTER (WHERE status = 'succeeded')`,
  failed: sql<number>`count(*) FILTER (WHERE status IN ('failed', 'cancelled') AND ${IS_OVER})`,
  retrying: sql<number>`count(*) FILTER (WHERE status = 'pending' OR (status <> 'succeeded' AND NOT (${IS_OVER})))`,
};

/** As it is now, by the jobs' `seq`. One index has all of it: a hundred thousand deliveries are counted in milliseconds. */
export async function countOutcomes(query: Query, jobs: readonly number[]): Promise<Map<number, Outcome>> {
  if (jobs.length === 0) return new Map();
  const rows = await query
    .select({ job: deliveries.jobSeq, ...counts })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.jobSeq, sql`(SELECT value FROM json_each(${JSON.stringify(jobs)}))`),
        isNotNull(deliveries.jobSeq),
      ),
    )
    .groupBy(deliveries.jobSeq);
  const found = new Map(rows.map(({ job, ...outcome }) => [job, outcome]));
  return new Map(jobs.map((job) => [job, found.get(job) ?? { delivered: 0, failed: 0, retrying: 0 }]));
}

const UNSETTLED =
  "SELECT seq FROM jobs WHERE settled_at IS NULL AND status <> 'running' ORDER BY seq LIMIT 100";
const SETTLE =
  "UPDATE jobs SET settled_at = ?, delivered = ?, undelivered = ? WHERE seq = ? AND settled_at IS NULL";

/**
 * Writes down what came of the jobs that are over, once nothing of theirs is under way any more: their deliveries are pruned before
 * they are. Returns how many.
 */
export async function settleJobs(
  { store, query }: { store: Store; query: Query },
  now: number,
): Promise<number> {
  const jobs = records<{ seq: number }>(await store.read({ sql: UNSETTLED })).map(({ seq }) => seq);
  const settled = [...(await countOutcomes(query, jobs))].filter(([, { retrying }]) => retrying === 0);
  if (settled.length === 0) return 0;
  await store.write(
    settled.map(([job, { delivered, failed }]) => ({ sql: SETTLE, args: [now, delivered, failed, job] })),
  );
  return settled.length;
}

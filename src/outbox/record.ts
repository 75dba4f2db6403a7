import type { Health } from "../wire/health.ts";
import type { AttemptRecord, Next } from "./attempt.ts";
import type { Bulk, Committer, Part } from "./committer.ts";
import { GUARD, heldBy, RESULTS } from "./held.ts";
import type { Job } from "./job.ts";
import { exhaustedRow, recoveredRow, tellExhausted, tellRecovered } from "./tell.ts";

export const insertAttempts: Bulk = {
  order: 5,
  sql: `${RESULTS}
    INSERT INTO attempts (delivery_seq, number, trigger, started_at, duration_ms, timings, outcome, status_code, error, url,
      request_headers, body_format, response_headers, response_body, response_truncated, remote_address)
    SELECT d.seq, r.number, row->>'trigger', row->>'started', row->>'duration', row->>'timings', row->>'outcome',
      row->>'status_code', row->>'error', row->>'url', row->>'request_headers', row->>'body_format',
      row->>'response_headers', row->>'response_body', row->>'response_truncated', row->>'remote_address'
    FROM r JOIN deliveries d ON ${GUARD}
    RETURNING delivery_seq AS key`,
};

/**
 * Counts failures in a row over all the results of one webhook in the group, in their order, so that it is one update of one
 * row however many there are. Test sends and interrupted attempts say nothing about a webhook's health and aren't sent here.
 */
export const updateHealth: Bulk = {
  order: 7,
  sql: `WITH r AS (SELECT key AS place, value->>'webhook' AS webhook, value->>'success' AS success, value->>'at' AS at
      FROM json_each(?) JOIN deliveries d ON d.id = value->>'delivery' AND d.lease_owner = value->>'lease'
        AND d.attempt_count = value->>'number' - 1),
    ends AS (SELECT webhook, coalesce(max(place) FILTER (WHERE success), -1) AS last_success FROM r GROUP BY webhook),
    sums AS (SELECT r.webhook, ends.last_success >= 0 AS succeeded,
        count(*) FILTER (WHERE place > last_success) AS failures,
        min(at) FILTER (WHERE place > last_success) AS first_failure_at,
        max(at) FILTER (WHERE success) AS success_at, max(at) FILTER (WHERE NOT success) AS failure_at
      FROM r JOIN ends USING (webhook) GROUP BY r.webhook)
    UPDATE webhooks SET
      consecutive_failures = sums.failures + CASE WHEN sums.succeeded THEN 0 ELSE consecutive_failures END,
      failing_since = CASE WHEN sums.succeeded THEN sums.first_failure_at
        ELSE coalesce(failing_since, sums.first_failure_at) END,
      last_success_at = coalesce(sums.success_at, last_success_at),
      last_failure_at = coalesce(sums.failure_at, last_failure_at),
      notice = CASE WHEN sums.succeeded AND status <> 'disabled' THEN 0 ELSE notice END
    FROM sums WHERE webhooks.id = sums.webhook
    RETURNING id AS key, consecutive_failures, failing_since, last_success_at, last_failure_at, notice`,
};

/**
 * `status` null leaves the delivery what it was (a manual attempt that failed, an interrupted one); so does a delivery that was
 * cancelled meanwhile, unless it was delivered after all.
 */
export const settleDeliveries: Bulk = {
  order: 8,
  sql: `${RESULTS}, settled AS (SELECT d.seq, r.number, row,
        row->>'status' IS NULL OR (d.status = 'cancelled' AND row->>'status' <> 'succeeded') AS keep
      FROM r JOIN deliveries d ON ${GUARD})
    UPDATE deliveries SET
      attempt_count = settled.number,
      last_outcome = row->>'outcome',
      last_status_code = row->>'status_code',
      scheduled_count = row->>'scheduled_count',
      status = CASE WHEN keep THEN status ELSE row->>'status' END,
      cancel_reason = CASE WHEN keep THEN cancel_reason END,
      next_attempt_at = CASE WHEN keep THEN next_attempt_at ELSE row->>'next_attempt_at' END,
      completed_at = CASE WHEN keep THEN completed_at ELSE row->>'completed_at' END,
      retry_requested_at = nullif(retry_requested_at, row->>'retry_requested_at'),
      lease_owner = NULL, lease_until = NULL
    FROM settled WHERE deliveries.seq = settled.seq
    RETURNING id AS key, status, due_at`,
};

/** A webhook's counters, and the highest notice that was given of its present failures. */
export type NotedHealth = Health & { notice: number };

export type Recorded = { held: true; health: NotedHealth | null; dueAt: number | null } | { held: false };

/**
 * Writes down one attempt, what becomes of its delivery and what is to be told of it, in one transaction. `held: false` when the lease was lost to
 * another owner, whose result counts. `dueAt` is when the delivery is due again, if it is. Throws StoreError.
 */
export async function record(
  committer: Committer,
  job: Job,
  attempt: AttemptRecord,
  next: Next,
): Promise<Recorded> {
  const health = next.success === null ? [] : [healthRow(job, next.success, attempt.started)];
  const committed = await committer.commit([
    ...resultParts(job, attempt, next),
    [updateHealth, health],
    [tellRecovered, next.success ? [recoveredRow(job, next)] : []],
    [tellExhausted, next.status === "failed" ? [exhaustedRow(job, attempt, next)] : []],
  ]);
  const settled = committed(settleDeliveries, job.delivery);
  if (!settled) return { held: false };
  const counters = next.success === null ? undefined : committed(updateHealth, job.webhook);
  return { held: true, dueAt: settled.due_at as number | null, health: counters ? healthOf(counters) : null };
}

/** The attempt and what becomes of its delivery. Two rows, because each statement reads through all of its own. */
export function resultParts(job: Job, attempt: AttemptRecord, next: Next): Part[] {
  return [
    [insertAttempts, [attemptRow(job, attempt)]],
    [settleDeliveries, [settledRow(job, attempt, next)]],
  ];
}

function attemptRow(job: Job, attempt: AttemptRecord) {
  // SQLite ends a text at a NUL, and would keep a binary answer's first bytes as if they were all.
  const body = attempt.response_body?.replaceAll("\0", "\uFFFD") ?? null;
  return { ...heldBy(job), ...attempt, response_body: body };
}

/** A manual retry that was interrupted is still asked for. */
function settledRow(job: Job, { outcome, status_code }: AttemptRecord, { success: _, ...next }: Next) {
  return {
    ...heldBy(job),
    ...next,
    outcome,
    status_code,
    retry_requested_at: outcome === "interrupted" ? null : job.retryRequestedAt,
  };
}

const healthRow = (job: Job, success: boolean, at: number) => ({
  ...heldBy(job),
  webhook: job.webhook,
  success,
  at,
});

function healthOf(row: Record<string, unknown>): NotedHealth {
  return {
    consecutiveFailures: row.consecutive_failures as number,
    failingSince: row.failing_since as number | null,
    lastSuccess: row.last_success_at as number | null,
    lastFailure: row.last_failure_at as number | null,
    notice: row.notice as number,
  };
}

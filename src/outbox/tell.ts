import type { AttemptRecord, Next } from "./attempt.ts";
import type { Bulk } from "./committer.ts";
import { HEALTH, WEBHOOK } from "./happening.ts";
import { GUARD, heldBy, RESULTS } from "./held.ts";
import type { Job } from "./job.ts";

/** What the schedule gave up, told once: a delivery that was cancelled meanwhile stays cancelled and is no failure. */
export const tellExhausted: Bulk = {
  order: 6,
  sql: `${RESULTS}
    INSERT INTO happenings (id, kind, tenant, webhook, delivery, data, created_at)
    SELECT row->>'happening', 'delivery.exhausted', d.tenant, w.id, d.id, json_set(row->'data', '$.webhook', ${WEBHOOK}), row->>'at'
    FROM r JOIN deliveries d ON ${GUARD} AND d.status = 'pending' JOIN webhooks w ON w.seq = d.webhook_seq
    RETURNING id AS key`,
};

/** The first success after a notice was given, with the failures that it ends; comes before they are cleared. */
export const tellRecovered: Bulk = {
  order: 6,
  sql: `WITH r AS (SELECT value->>'delivery' AS delivery, value->>'lease' AS lease, value->>'number' AS number,
      value->>'webhook' AS webhook, value->>'happening' AS happening, value->>'at' AS at FROM json_each(?))
    INSERT INTO happenings (id, kind, tenant, webhook, data, created_at)
    SELECT min(r.happening), 'webhook.recovered', w.tenant, w.id, ${HEALTH}, min(r.at)
    FROM r JOIN webhooks w ON w.id = r.webhook AND w.notice > 0 AND w.status <> 'disabled' AND w.deleted_at IS NULL
      JOIN deliveries d ON ${GUARD}
    GROUP BY w.id
    RETURNING id AS key`,
};

/** At most one thing to tell of comes of an attempt, so that its number is name enough. */
const happeningId = ({ delivery, attemptCount }: Job) =>
  `evt_${delivery.replace(/^dlv_/, "")}-${attemptCount + 1}`;

export const recoveredRow = (job: Job, { completed_at: at }: Next) => ({
  ...heldBy(job),
  webhook: job.webhook,
  happening: happeningId(job),
  at,
});

/** The webhook comes in its place from its row. */
export function exhaustedRow(job: Job, attempt: AttemptRecord, { completed_at: at }: Next) {
  const { id, type, created } = job.event;
  const { outcome, status_code, error } = attempt;
  const data = {
    tenant: job.tenant,
    webhook: null,
    delivery: { id: job.delivery },
    event: { id, type, created: new Date(created).toISOString() },
    attempts: job.attemptCount + 1,
    last_attempt: { outcome, status_code, error },
  };
  return { ...heldBy(job), happening: happeningId(job), at, data };
}

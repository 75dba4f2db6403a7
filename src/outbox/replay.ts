import type { Statement, Value } from "../db/store.ts";
import { JOB_SEQ } from "./jobs/outcome.ts";

/** A delivery of an event, by its `seq`, to a webhook: a new one, or by its id one that is not over. */
export type Redelivery = { id: string; event: number; webhook: string };

/** A paused webhook gets its later; what was disabled or deleted in that moment gets none. */
const ROWS = `json_each(?) r JOIN events e ON e.seq = r.value->>'event'
  JOIN webhooks w ON w.id = r.value->>'webhook' AND w.tenant = e.tenant AND w.deleted_at IS NULL
    AND w.status IN ('active', 'paused')`;

const IS_NEW = "NOT EXISTS (SELECT 1 FROM deliveries WHERE id = r.value->>'id')";

/**
 * Makes new deliveries of events that were accepted before, due at `now` (epoch ms) with the whole schedule before them; earlier
 * deliveries stay what they are. One whose id is there already is asked for an attempt at `now` besides its schedule. The second
 * statement returns their ids and changes as many rows. `only` narrows the rows `e` and `w`; `job` is
 * the job that does it.
 */
export function redeliver(
  rows: Redelivery[],
  now: number,
  only: { sql: string; args: readonly Value[] } = { sql: "true", args: [] },
  job: string | null = null,
): [Statement, Statement] {
  const meant = [JSON.stringify(rows), ...only.args];
  return [
    {
      sql: `UPDATE events SET delivery_count = delivery_count + again.n, unmatched_reason = NULL
        FROM (SELECT e.seq AS event, count(*) AS n FROM ${ROWS} WHERE ${only.sql} AND ${IS_NEW} GROUP BY e.seq) again
        WHERE events.seq = again.event`,
      args: meant,
    },
    {
      sql: `INSERT INTO deliveries (id, event_seq, webhook_seq, tenant, type, channel, status, next_attempt_at, created_at,
          job_seq)
        SELECT r.value->>'id', e.seq, w.seq, e.tenant, e.type, e.channel, 'pending', ?, ?, ${JOB_SEQ} FROM ${ROWS}
        WHERE ${only.sql} ON CONFLICT (id) DO UPDATE SET retry_requested_at = excluded.next_attempt_at,
          job_seq = excluded.job_seq RETURNING id`,
      args: [now, now, job, ...meant],
    },
  ];
}

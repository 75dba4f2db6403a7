import type { Job } from "./job.ts";

/**
 * All results hold the lease and the attempt's number against the row: zero rows changed means that another owner has
 * the delivery, and the late result is not written over theirs.
 */
export const GUARD = "d.id = r.delivery AND d.lease_owner = r.lease AND d.attempt_count = r.number - 1";

export const RESULTS = `WITH r AS (SELECT value->>'delivery' AS delivery, value->>'lease' AS lease, value->>'number' AS number,
  value AS row FROM json_each(?))`;

/** Which delivery, and by what right: the same three in every row. */
export const heldBy = ({ delivery, lease, attemptCount }: Job) => ({
  delivery,
  lease,
  number: attemptCount + 1,
});

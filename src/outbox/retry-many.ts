import { and, eq, lte, ne, or, type SQL } from "drizzle-orm";
import type { Query } from "../db/query.ts";
import { deliveries, events } from "../db/schema.ts";
import { HELD, heldArgs } from "./jobs/lease.ts";
import { JOB_SEQ } from "./jobs/outcome.ts";
import { nothingMore } from "./jobs/portion.ts";
import type { Work } from "./jobs/work.ts";
import { type Counted, countMeant, nextMeant, PORTION } from "./many.ts";
import { type Selection, selected } from "./selection.ts";

/**
 * How many of the selected deliveries can have one more attempt at the moment `at` (epoch ms), and the last of them; test sends are
 * not among them: their data is made up.
 */
export const countRetries = (query: Query, filter: Selection, at: number): Promise<Counted> =>
  countMeant(query, meant(filter, at));

/** What fails after the job was made is for the next one. */
const meant = (filter: Selection, at: number): SQL | undefined =>
  and(
    selected(filter),
    ne(deliveries.status, "succeeded"),
    or(lte(deliveries.completedAt, at), eq(deliveries.status, "pending")),
    eq(events.isTest, false),
  );

/** What is pending and leased is on its way already. */
const RETRY = `UPDATE deliveries SET retry_requested_at = ?, job_seq = ${JOB_SEQ} WHERE seq IN (SELECT value FROM json_each(?))
  AND (status IN ('failed', 'cancelled') OR (status = 'pending' AND lease_owner IS NULL))
  AND EXISTS (SELECT 1 FROM webhooks w WHERE w.seq = webhook_seq AND w.status = 'active' AND w.deleted_at IS NULL)
  AND ${HELD}`;
const REFUSED = `(SELECT count(*) FROM json_each(?) meant JOIN deliveries d ON d.seq = meant.value
  JOIN webhooks w ON w.seq = d.webhook_seq WHERE w.status <> 'active' OR w.deleted_at IS NOT NULL)`;

/**
 * Asks for one more attempt of each of the next deliveries, as `requestRetry` does. Those of a webhook that takes none, because
 * it is paused, unverified, disabled or deleted, are counted as failed and stay as they are.
 */
export const retryNext: Work<"retry"> = async ({ store, registry }, { params, cursor }, hold, now) => {
  const { filter, at, last } = params;
  const rows = await nextMeant({ store, query: registry.query }, meant(filter, at), { after: cursor, last });
  const end = rows.at(-1);
  if (!end) return nothingMore(cursor);
  const seqs = JSON.stringify(rows.map(({ seq }) => seq));
  return {
    kind: "portion",
    effect: [{ sql: RETRY, args: [now, hold.job, seqs, ...heldArgs(hold)] }],
    counts: true,
    failed: { sql: REFUSED, args: [seqs] },
    cursor: end.seq,
    over: rows.length < PORTION,
    handed: rows.map(({ delivery, webhook }) => ({ delivery, webhook })),
  };
};

import { records, type Store } from "../../db/store.ts";
import { iso } from "../../http/time.ts";
import type { Cause } from "./model.ts";
import type { Period } from "./period.ts";

/** How far back it is looked for causes: rows with the receivers' answers in them, of which a page wants the newest. */
const RECENT_ATTEMPTS = 10_000;
const RECENT_DELIVERIES = 2000;
const MAX_CAUSES = 20;
const EXAMPLES = 3;

const OF_ALL = `(SELECT * FROM attempts ORDER BY seq DESC LIMIT ${RECENT_ATTEMPTS}) a
  JOIN deliveries d ON d.seq = a.delivery_seq`;

/** There is no index of a tenant's attempts; that of its deliveries leads to them. */
const OF_TENANT = `(SELECT seq, webhook_seq FROM deliveries WHERE tenant = ? ORDER BY seq DESC LIMIT ${RECENT_DELIVERIES}) d
  CROSS JOIN attempts a ON a.delivery_seq = d.seq`;

const causesSql = (
  recent: string,
) => `SELECT outcome, status_code, error, count(*) AS count, max(started_at) AS last,
    json_group_array(DISTINCT w.id) AS webhooks
  FROM ${recent} JOIN webhooks w ON w.seq = d.webhook_seq
  WHERE outcome NOT IN ('success', 'interrupted') AND "trigger" <> 'test' AND started_at >= ? AND started_at < ?
  GROUP BY outcome, status_code, error ORDER BY count(*) DESC, last DESC LIMIT ${MAX_CAUSES}`;

type CauseRow = Omit<Cause, "last" | "webhooks" | "webhook_count"> & { last: number; webhooks: string };

/** Why attempts of the period failed, the most frequent cause first; of one tenant or of all. Throws StoreError. */
export async function failureCauses(
  store: Store,
  tenant: string | null,
  { since, until }: Period,
): Promise<Cause[]> {
  const [sql, of] = tenant === null ? [causesSql(OF_ALL), []] : [causesSql(OF_TENANT), [tenant]];
  const rows = records<CauseRow>(await store.read({ sql, args: [...of, since, until] }));
  return rows.map(({ last, webhooks, ...cause }) => {
    const ids = JSON.parse(webhooks) as string[];
    return { ...cause, last: iso(last), webhooks: ids.slice(0, EXAMPLES), webhook_count: ids.length };
  });
}

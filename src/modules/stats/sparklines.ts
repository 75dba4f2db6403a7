import { records } from "../../db/store.ts";
import { mayAccess, type Principal } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import { spans } from "../../outbox/stats/spans.ts";
import { catchUp, type StatsDeps } from "./catch-up.ts";
import type { Sparklines } from "./model.ts";
import { type Period, pointsOf, wholeBuckets } from "./period.ts";

const MAX_SPARKLINES = 100;

const SPARKLINES = `SELECT w.id, w.tenant, s.at, coalesce(sum(s.count), 0) AS attempts,
    coalesce(sum(s.count) FILTER (WHERE s.outcome = 'success'), 0) AS succeeded,
    coalesce(sum(s.count) FILTER (WHERE s.outcome NOT IN ('success', 'interrupted')), 0) AS failed
  FROM json_each(?) wanted JOIN webhooks w ON w.id = wanted.value AND w.deleted_at IS NULL
    LEFT JOIN attempt_stats s ON s.webhook_seq = w.seq AND s.at >= ? AND s.at < ? AND s.span = ${spans.hour}
  GROUP BY wanted.key, s.at`;

type Spark = {
  id: string;
  tenant: string;
  at: number | null;
  attempts: number;
  succeeded: number;
  failed: number;
};

/** The last 24 hours of up to 100 webhooks, in the order asked for; those that the caller cannot see are left out. Throws 422. */
export async function sparklines(deps: StatsDeps, principal: Principal, ids: string): Promise<Sparklines> {
  const wanted = [...new Set(ids.split(",").filter((id) => id !== ""))];
  if (wanted.length === 0 || wanted.length > MAX_SPARKLINES)
    throw invalid([{ pointer: "/query/ids", detail: `must be 1 to ${MAX_SPARKLINES} ids` }]);
  const now = deps.clock.now();
  const period = wholeBuckets(now - spans.day + spans.hour, now + 1, "hour");
  await catchUp(deps);
  const args = [JSON.stringify(wanted), period.since, period.until];
  const rows = records<Spark>(await deps.store.read({ sql: SPARKLINES, args }));
  const byWebhook = Map.groupBy(
    rows.filter(({ tenant }) => mayAccess(principal, tenant)),
    ({ id }) => id,
  );
  const { since, until } = period;
  return {
    since: iso(since),
    until: iso(until),
    data: [...byWebhook].map(([id, found]) => sparkline(id, found, period)),
  };
}

function sparkline(webhook: string, rows: Spark[], period: Period): Sparklines["data"][number] {
  const total = (name: "attempts" | "succeeded" | "failed") => rows.reduce((sum, row) => sum + row[name], 0);
  const series = pointsOf(period).map((at) => {
    const { succeeded = 0, failed = 0 } = rows.find((row) => row.at === at) ?? {};
    return { at: iso(at), succeeded, failed };
  });
  return {
    webhook,
    attempts: total("attempts"),
    succeeded: total("succeeded"),
    failed: total("failed"),
    series,
  };
}

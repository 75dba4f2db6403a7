import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import { records, type Store } from "../../db/store.ts";
import { mayAccess, type Principal, tenantFilter } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Logger } from "../../log.ts";
import type { Registry } from "../../outbox/registry.ts";
import { rollUp } from "../../outbox/stats/roll-up.ts";
import { spans } from "../../outbox/stats/spans.ts";
import { findWebhook } from "../webhooks/read.ts";
import { failureCauses } from "./causes.ts";
import type { PeriodQuery, Sparklines, Stats, WebhookStats } from "./model.ts";
import { type Period, periodOf, pointsOf, wholeBuckets } from "./period.ts";
import { queueNow } from "./queue.ts";
import { attemptSeries, eventSeries, type Published } from "./series.ts";
import { webhookStates } from "./webhooks.ts";

export type StatsDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  log: Logger;
  registry: Pick<Registry, "profiles">;
};

/** What somebody waits for is bounded; the duty does the rest. */
const PORTIONS_AT_ONCE = 10;

/** Counts what the duty has not yet. A database that cannot be written can still be asked for what was counted before. */
async function catchUp({ store, clock, log }: StatsDeps): Promise<void> {
  await rollUp(store, clock.now(), PORTIONS_AT_ONCE).catch((error) =>
    log.warn("the newest attempts could not be counted", { error }),
  );
}

/** A webhook's attempts by bucket. Throws 404, 422. */
export async function webhookStats(
  deps: StatsDeps,
  principal: Principal,
  id: string,
  asked: PeriodQuery,
): Promise<WebhookStats> {
  const { seq } = await findWebhook(deps.query, principal, id);
  const period = periodOf(asked, deps.clock.now());
  await catchUp(deps);
  return { ...told(period), ...(await attemptSeries(deps.store, { webhook: seq }, period)) };
}

/** All that there is to say of one tenant or of all: the period's series, and how things stand now. Throws 403, 422. */
export async function overview(
  deps: StatsDeps,
  principal: Principal,
  { tenant: named, ...asked }: PeriodQuery & { tenant?: string },
): Promise<Stats> {
  const { store, clock, registry } = deps;
  const tenant = tenantFilter(principal, named);
  const period = periodOf(asked, clock.now());
  await catchUp(deps);
  const [attempts, events, queue, webhooks, failures] = await Promise.all([
    attemptSeries(store, tenant === null ? "all" : { tenant }, period),
    eventSeries(store, tenant, period),
    queueNow(store, tenant, clock.now()),
    webhookStates({ store, profiles: registry.profiles }, tenant),
    failureCauses(store, tenant, period),
  ]);
  const { succeeded, failed } = attempts.totals;
  const decided = succeeded + failed;
  const rate = decided === 0 ? null : succeeded / decided;
  return {
    ...told(period),
    data: attempts.data.map((point) => ({ ...point, ...(events.get(point.at) ?? NONE) })),
    totals: { ...attempts.totals, ...sum(events.values()), success_rate: rate },
    ...{ queue, webhooks, failures },
  };
}

const NONE: Published = { accepted: 0, unmatched: 0 };

function sum(published: Iterable<Published>): Published {
  const total = { ...NONE };
  for (const { accepted, unmatched } of published) {
    total.accepted += accepted;
    total.unmatched += unmatched;
  }
  return total;
}

const told = ({ since, until, bucket }: Period) => ({ since: iso(since), until: iso(until), bucket });

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
  const { since, until } = told(period);
  return { since, until, data: [...byWebhook].map(([id, found]) => sparkline(id, found, period)) };
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

import { type Principal, tenantFilter } from "../../http/principal.ts";
import { iso } from "../../http/time.ts";
import { findWebhook } from "../webhooks/read.ts";
import { catchUp, type StatsDeps } from "./catch-up.ts";
import { failureCauses } from "./causes.ts";
import type { PeriodQuery, Stats, WebhookStats } from "./model.ts";
import { type Period, periodOf } from "./period.ts";
import { queueNow } from "./queue.ts";
import { attemptSeries, eventSeries, type Published } from "./series.ts";
import { webhookStates } from "./webhooks.ts";

/** A webhook's attempts by bucket, and what waits for it now. Throws 404, 422. */
export async function webhookStats(
  deps: StatsDeps,
  principal: Principal,
  id: string,
  asked: PeriodQuery,
): Promise<WebhookStats> {
  const { seq } = await findWebhook(deps.query, principal, id);
  const period = periodOf(asked, deps.clock.now());
  await catchUp(deps);
  const [attempts, queue] = await Promise.all([
    attemptSeries(deps.store, { webhook: seq }, period),
    queueNow(deps.store, { webhook: seq }, deps.clock.now()),
  ]);
  return { ...told(period), ...attempts, queue };
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
    queueNow(store, tenant === null ? "all" : { tenant }, clock.now()),
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

/**
 * The plans of the statements that the code really runs: each is caught on its way to the store, so that no copy of it here can
 * fall behind.
 */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createQuery } from "../../src/db/query.ts";
import type { Statement } from "../../src/db/store.ts";
import { systemPrincipal } from "../../src/http/principal.ts";
import { listDeliveries } from "../../src/modules/deliveries/read.ts";
import { deliveriesOfEvent, getAttempt, getDelivery } from "../../src/modules/deliveries/read-attempts.ts";
import { findEvent, listEvents } from "../../src/modules/events/read.ts";
import { failureCauses } from "../../src/modules/stats/causes.ts";
import { queueNow } from "../../src/modules/stats/queue.ts";
import { attemptSeries, eventSeries } from "../../src/modules/stats/series.ts";
import { findWebhook, listWebhooks } from "../../src/modules/webhooks/read.ts";
import { cancelDelivery, cancelOrphans, cancelWebhook } from "../../src/outbox/cancel.ts";
import { claim } from "../../src/outbox/claim.ts";
import { finishedAfter } from "../../src/outbox/finished.ts";
import { horizons } from "../../src/outbox/horizon.ts";
import { load } from "../../src/outbox/load.ts";
import { prune, pruneWebhooks } from "../../src/outbox/prune.ts";
import { record } from "../../src/outbox/record.ts";
import { release, releaseExpired, releaseOthers } from "../../src/outbox/release.ts";
import { requestRetry } from "../../src/outbox/retry.ts";
import { forget } from "../../src/outbox/stats/forget.ts";
import { holdCursors, rollUp } from "../../src/outbox/stats/roll-up.ts";
import { attemptOf, LEASE, LEASE_UNTIL, type Outbox, openOutbox, succeeded } from "../outbox/helpers.ts";
import { recording, rows } from "./helpers.ts";

const root = systemPrincipal([]);
const policy = { allow: [], deny: [], own: [] };

let outbox: Outbox;
/** A connection of its own: the store's threads would keep a write that was only explained as a statement under way. */
let explainer: Database;
let seen: ReturnType<typeof recording>;

beforeAll(async () => {
  outbox = await openOutbox((store) => {
    seen = recording(store);
    return seen;
  });
  explainer = new Database(outbox.path, { readonly: true });
});
afterAll(async () => {
  explainer.close();
  await outbox[Symbol.asyncDispose]();
});

/** The plan of every statement that `run` sends to the store, one line a step. */
async function plansOf(run: () => Promise<unknown>): Promise<string[]> {
  seen.statements.length = 0;
  await run();
  const statements: Statement[] = [...seen.statements];
  expect(statements.length).toBeGreaterThan(0);
  const plans: string[] = [];
  for (const { sql } of statements) {
    const steps = explainer.query(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    plans.push(...steps.map(({ detail }) => detail));
  }
  return plans;
}

const TABLE = "(deliveries|events|attempts|d|e|a)";

/** A scan in the order of a named index is a seek to one end and a walk from there, as a page of a list wants it. */
function wholeTables(plans: string[]): string[] {
  return plans.filter((step) => new RegExp(`^SCAN ${TABLE}\\b`).test(step));
}

async function expectPlan(run: () => Promise<unknown>, ...parts: string[]): Promise<void> {
  const plans = await plansOf(run);
  for (const part of parts) expect(plans.join("\n")).toContain(part);
  expect({ plans, scans: wholeTables(plans) }).toEqual({ plans, scans: [] });
}

const lease = { lease: LEASE, leaseUntil: LEASE_UNTIL };
const want = (fields = {}) => ({
  webhook: "wh_1",
  retries: false,
  manualOnly: false,
  until: 5,
  limit: 5,
  ...fields,
});

describe("the outbox walks no table", () => {
  test("to find when something is due", async () => {
    for (const webhooks of [null, ["wh_1"]])
      await expectPlan(
        () => horizons(outbox.store, webhooks),
        "SEARCH d USING INDEX deliveries_claimable (webhook_seq=? AND retrying=? AND due_at>?)",
      );
  });

  test("to claim, which also sorts nothing", async () => {
    for (const retries of [false, true]) {
      const run = () => claim(outbox.store, [want({ retries }), want({ manualOnly: true })], lease);
      await expectPlan(
        run,
        "deliveries_claimable (webhook_seq=? AND retrying=? AND due_at",
        "INTEGER PRIMARY KEY",
      );
      expect((await plansOf(run)).join("\n")).not.toContain("ORDER BY");
    }
  });

  test("to load what was claimed", () =>
    expectPlan(
      () => load(outbox.store, ["dlv_1"]),
      "SEARCH d USING INDEX deliveries_by_id",
      "SEARCH e USING INTEGER PRIMARY KEY",
    ));

  test("to release", async () => {
    await expectPlan(
      () => release(outbox.store, ["dlv_1"], LEASE),
      "SEARCH deliveries USING INDEX deliveries_by_id",
    );
    await expectPlan(() => releaseExpired(outbox.store, 5), "USING INDEX deliveries_leased (lease_until<?)");
  });

  test("but for the leased ones of it to release those of earlier boots, once at start", async () => {
    const plans = await plansOf(() => releaseOthers(outbox.store, LEASE));
    expect(plans).toEqual(["SCAN deliveries USING INDEX deliveries_leased"]);
  });

  test("to cancel", async () => {
    await expectPlan(
      () => cancelWebhook(outbox.store, "wh_1", "webhook_deleted", 5),
      "deliveries_claimable (webhook_seq=?",
    );
    await expectPlan(() => cancelDelivery(outbox.store, "dlv_1", "operator", 5), "deliveries_by_id (id=?)");
    await expectPlan(() => cancelOrphans(outbox.store, 5), "deliveries_claimable (webhook_seq=?");
    await expectPlan(() => requestRetry(outbox.store, "dlv_1", 5), "deliveries_by_id (id=?)");
  });

  test("to write an event and its deliveries", async () => {
    await outbox.addWebhook();
    const plans = await plansOf(() => outbox.publish());
    expect(wholeTables(plans)).toEqual([]);
    expect(plans.join("\n")).toContain("SEARCH e USING INDEX events_by_id (id=? AND tenant=?)");
  });

  test("to record attempts", async () => {
    const job = await outbox.leased();
    await expectPlan(
      () => record(outbox.committer, job, attemptOf(), succeeded()),
      "SEARCH d USING INDEX deliveries_by_id (id=?)",
      "SEARCH deliveries USING INTEGER PRIMARY KEY (rowid=?)",
    );
  });

  test("to prune, but for the events that are old", async () => {
    await outbox.publish();
    const plans = await plansOf(() => prune(outbox.store, outbox.clock.now() + 1));
    expect(plans).toContain("SEARCH events USING INTEGER PRIMARY KEY (rowid>?)");
    expect(plans).toContain("SEARCH events USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
    expect(plans.join("\n")).toContain("SEARCH d USING INDEX deliveries_by_event (event_seq=?)");
    expect(wholeTables(plans)).toEqual([]);
  });

  test("to delete an event's deliveries and attempts with it, or to check that a webhook has none", async () => {
    const indexes = await rows(outbox.file, "SELECT name FROM sqlite_schema WHERE type = 'index'");
    const names = indexes.map(({ name }) => name);
    for (const name of ["deliveries_by_event", "deliveries_by_webhook", "attempts_by_delivery"])
      expect(names).toContain(name);
  });
});

describe("a page of a list is read through its index, newest first, without sorting", () => {
  const query = () => createQuery(seen);

  async function expectPage(run: () => Promise<unknown>, index: string): Promise<void> {
    const plans = await plansOf(run);
    const text = plans.join("\n");
    expect(text).toContain(index);
    expect(text).not.toContain("USE TEMP B-TREE");
    const scans = wholeTables(plans).filter((step) => !step.includes("USING"));
    expect({ plans, scans }).toEqual({ plans, scans: index.startsWith("SCAN") ? [index] : [] });
  }

  test.each([
    [{ webhook: "wh_1" }, "deliveries_by_webhook (webhook_seq=?"],
    [{ tenant: "default" }, "deliveries_by_tenant (tenant=?"],
    [{ type: "order.created" }, "deliveries_by_type (type=?"],
    [{ status: "pending" }, "deliveries_pending"],
    [{}, "SCAN deliveries"],
  ])("deliveries by %p", (filter, index) =>
    expectPage(() => listDeliveries(query(), root, filter as never), index),
  );

  test("deliveries by event", () =>
    expectPlan(
      () => listDeliveries(query(), root, { event: "evt_1" } as never),
      "deliveries_by_event (event_seq=?",
    ));

  test.each([
    [{ tenant: "default" }, "events_by_tenant (tenant=?"],
    [{ type: "order.created" }, "events_by_type (type=?"],
    [{}, "events_by_seq"],
  ])("events by %p", (filter, index) => expectPage(() => listEvents(query(), root, filter as never), index));

  const PERIOD = { since: "2026-01-01T00:00:00Z", until: "2026-01-02T00:00:00Z" };

  test.each([
    [{ channel: "store-7" }, "SCAN events USING COVERING INDEX events_by_seq"],
    [PERIOD, "SCAN events USING COVERING INDEX events_by_seq"],
    [{ tenant: "default", type: "a", channel: "b", ...PERIOD }, "COVERING INDEX events_by_t"],
    [{ tenant: "default", channel: "store-7" }, "COVERING INDEX events_by_tenant (tenant=?)"],
    [{ type: "order.created", ...PERIOD }, "COVERING INDEX events_by_type (type=?)"],
  ])("events by %p are looked for without reading one that is not shown", async (filter, index) => {
    const plans = await plansOf(() => listEvents(query(), root, filter as never));
    expect(plans).toEqual([
      "SEARCH events USING INTEGER PRIMARY KEY (rowid=?)",
      expect.stringContaining("SUBQUERY"),
      expect.stringContaining(index),
    ]);
  });

  test.each([
    [{ tenant: "default", channel: "store-7" }, "COVERING INDEX deliveries_by_tenant (tenant=?)"],
    [{ webhook: "wh_1", ...PERIOD }, "COVERING INDEX deliveries_by_webhook (webhook_seq=?)"],
  ])("deliveries by %p are looked for without reading one that is not shown", async (filter, index) => {
    const plans = await plansOf(() => listDeliveries(query(), root, filter as never));
    expect(plans.join("\n")).toContain(`SEARCH deliveries USING ${index}`);
  });

  const FAILURES = [
    { status: "failed" },
    { status: "failure" },
    { status: "retrying" },
    { outcome: "timeout" },
    { status_code: "503" },
    { status_code: "5xx" },
    { min_attempts: "3" },
    { status: "failure", outcome: "timeout", status_code: "4xx", min_attempts: "2", channel: "b", ...PERIOD },
    { status: "retrying", tenant: "default", type: "order.created" },
  ];

  test.each(FAILURES)("deliveries by %p are looked for among those with failures alone", async (filter) => {
    const plans = await plansOf(() => listDeliveries(query(), root, filter as never));
    expect(plans).toContain("SCAN deliveries USING COVERING INDEX deliveries_with_failures");
    expect(plans.join("\n")).not.toContain("USE TEMP B-TREE");
  });

  test.each(FAILURES)(
    "a webhook's deliveries by %p are looked for among its own with failures",
    async (filter) => {
      const plans = await plansOf(() =>
        listDeliveries(query(), root, { ...filter, webhook: "wh_1" } as never),
      );
      expect(plans.join("\n")).toContain(
        "SEARCH deliveries USING COVERING INDEX deliveries_with_failures_by_webhook (webhook_seq=?",
      );
      expect(plans.join("\n")).not.toContain("USE TEMP B-TREE");
    },
  );

  test("cancelled deliveries are looked for among the cancelled ones", () =>
    expectPage(
      () => listDeliveries(query(), root, { status: "cancelled" } as never),
      "COVERING INDEX deliveries_cancelled",
    ));

  test("webhooks by tenant", () =>
    expectPage(
      () => listWebhooks({ query: query(), registry: outbox.registry }, root, { tenant: "default" } as never),
      "webhooks_by_tenant (tenant=?",
    ));

  test("the next page begins where the last one ended", () =>
    expectPage(
      () => listDeliveries(query(), root, { webhook: "wh_1", cursor: "p99" } as never),
      "deliveries_by_webhook (webhook_seq=? AND seq<?)",
    ));
});

describe("statistics", () => {
  /** Also the tables of counts, which are as long as the log. */
  async function expectNoWalk(run: () => Promise<unknown>, ...parts: string[]): Promise<void> {
    const plans = await plansOf(run);
    for (const part of parts) expect(plans.join("\n")).toContain(part);
    const walks = plans.filter((step) =>
      /^SCAN (deliveries|events|attempts|attempt_stats|event_stats|d|e|s)\b/.test(step),
    );
    expect({ plans, walks }).toEqual({ plans, walks: [] });
  }

  const period = { since: 0, until: 86_400_000, bucket: "hour" } as const;

  test("are counted from where the cursor stands", async () => {
    await record(outbox.committer, await outbox.leased(), attemptOf(), succeeded());
    await expectNoWalk(
      () => rollUp(outbox.store, 5),
      "SEARCH a USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
      "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)",
      "SEARCH events USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    );
    await expectNoWalk(() => outbox.store.write([...holdCursors]), "SEARCH attempts");
  });

  test("are forgotten by their age, and with their webhook", async () => {
    await expectNoWalk(
      () => forget(outbox.store, 5, 5),
      "attempt_stats USING COVERING INDEX attempt_stats_by_time (at>? AND at<?)",
      "event_stats USING COVERING INDEX event_stats_by_time (at>? AND at<?)",
      "SEARCH s USING COVERING INDEX sqlite_autoindex_attempt_stats_1 (webhook_seq=?)",
    );
    await expectNoWalk(
      () => pruneWebhooks(outbox.store, 0),
      "SEARCH s USING COVERING INDEX sqlite_autoindex_attempt_stats_1 (webhook_seq=?)",
    );
  });

  test.each([["all" as const], [{ webhook: 1 }], [{ tenant: "default" }]])(
    "of %p are read by webhook and time",
    (whose) =>
      expectNoWalk(
        () => attemptSeries(seen, whose, period),
        "sqlite_autoindex_attempt_stats_1 (webhook_seq=? AND at>? AND at<?)",
      ),
  );

  test("of events are read by tenant and time", () =>
    expectNoWalk(
      () => eventSeries(seen, null, period),
      "sqlite_autoindex_event_stats_1 (tenant=? AND at>? AND at<?)",
    ));

  test.each([["all" as const], [{ tenant: "default" }], [{ webhook: 1 }]])(
    "of the queue of %p look at what is pending only",
    async (whose) => {
      const plans = await plansOf(() => queueNow(seen, whose, 5));
      const steps = plans.filter((step) => /\b(d|deliveries)\b/.test(step));
      expect(steps.length).toBe(8);
      for (const step of steps)
        expect(step).toMatch(
          /deliveries_claimable \(webhook_seq=\?( AND retrying=\?|\))|SCAN deliveries USING INDEX deliveries_leased/,
        );
    },
  );

  test("of a tenant's failures go through its newest deliveries", async () => {
    const plans = (await plansOf(() => failureCauses(seen, "default", period))).join("\n");
    expect(plans).toContain("SEARCH deliveries USING INDEX deliveries_by_tenant (tenant=?)");
    expect(plans).toContain("SEARCH a USING INDEX attempts_by_delivery (delivery_seq=?)");
    expect(plans).not.toMatch(/SCAN (attempts|deliveries)\b/);
  });

  test("of attempts as they come are read from the last one seen", () =>
    expectNoWalk(() => finishedAfter(seen, 5, 5), "SEARCH a USING INTEGER PRIMARY KEY (rowid>?)"));
});

test("one thing is found by its id", async () => {
  const query = createQuery(seen);
  const missing = (found: Promise<unknown>) => found.catch(() => undefined);
  await expectPlan(() => missing(findEvent(query, root, "evt_1")), "events_by_id (id=?)");
  await expectPlan(
    () => missing(findEvent(query, root, "evt_1", "default")),
    "events_by_id (id=? AND tenant=?)",
  );
  await expectPlan(() => missing(getDelivery({ query, policy }, root, "dlv_1")), "deliveries_by_id (id=?)");
  const attempt = () => missing(getAttempt({ query, policy }, root, "dlv_1", "1"));
  await expectPlan(attempt, "deliveries_by_id (id=?)");
  await expectPlan(() => missing(findWebhook(query, root, "wh_1")), "webhooks_by_id (id=?)");
  const [event] = await query.query.events.findMany({ limit: 1 });
  if (event)
    await expectPlan(
      () => deliveriesOfEvent({ query, policy }, root, event),
      "deliveries_by_event (event_seq=?)",
    );
});

import { describe, expect, test } from "bun:test";
import { cancelDelivery } from "../../src/outbox/cancel.ts";
import { disable } from "../../src/outbox/disable.ts";
import { pruneHappenings, watchHappenings } from "../../src/outbox/happening.ts";
import { giveNotice } from "../../src/outbox/notice.ts";
import { record } from "../../src/outbox/record.ts";
import { happen } from "../notify/helpers.ts";
import { again, attemptOf, failed, type Outbox, openOutbox, succeeded, unchanged } from "./helpers.ts";

type Row = {
  id: string;
  kind: string;
  tenant: string;
  webhook: string;
  delivery: string | null;
  data: string;
  created_at: number;
};

const told = async (outbox: Outbox) =>
  (await outbox.all<Row>("SELECT * FROM happenings ORDER BY seq")).map(({ data, ...row }) => ({
    ...row,
    data: JSON.parse(data),
  }));
const kinds = async (outbox: Outbox) => (await told(outbox)).map(({ kind }) => kind);

const refused = (fields = {}) =>
  attemptOf({ outcome: "http_error", status_code: 500, error: "The receiver answered 500.", ...fields });

describe("a delivery that its schedule gives up", () => {
  test("is told with its event, its webhook and its last attempt, in the same transaction", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook({ tenant: "acme", description: "shop" });
    const job = await outbox.leased({ tenant: "acme" });
    await record(outbox.committer, job, refused(), failed(2000));
    expect(await told(outbox)).toEqual([
      expect.objectContaining({
        id: `${job.delivery.replace("dlv_", "evt_")}-1`,
        kind: "delivery.exhausted",
        tenant: "acme",
        webhook,
        delivery: job.delivery,
        created_at: 2000,
        published_at: null,
        mailed_at: null,
        data: {
          tenant: "acme",
          webhook: { id: webhook, url: "http://127.0.0.1:1/", description: "shop" },
          delivery: { id: job.delivery },
          event: { id: job.event.id, type: "order.created", created: "2024-01-15T10:30:00.000Z" },
          attempts: 1,
          last_attempt: { outcome: "http_error", status_code: 500, error: "The receiver answered 500." },
        },
      }),
    ]);
  });

  test("is told once when its result comes twice", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook();
    const job = await outbox.leased();
    await Promise.all([1, 2].map(() => record(outbox.committer, job, refused(), failed())));
    await record(outbox.committer, job, refused(), failed());
    expect(await kinds(outbox)).toEqual(["delivery.exhausted"]);
  });

  test.each([
    ["that is tried again", again(9000), null],
    ["whose manual retry failed", unchanged(false), null],
    ["that was cancelled meanwhile", failed(), "operator"],
  ] as const)("is not one %s", async (_, next, cancelled) => {
    await using outbox = await openOutbox();
    await outbox.addWebhook();
    const job = await outbox.leased();
    if (cancelled) await cancelDelivery(outbox.store, job.delivery, cancelled, 1);
    await record(outbox.committer, job, refused(), next);
    expect(await told(outbox)).toEqual([]);
  });
});

describe("the first success after a notice", () => {
  const noticed = { consecutive_failures: 57, failing_since: 1_705_314_600_000, notice: 50 };

  test("is told once, however many come with it, with the failures that it ends", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook(noticed);
    const jobs = [await outbox.leased(), await outbox.leased(), await outbox.leased()];
    await Promise.all(jobs.map((job) => record(outbox.committer, job, attemptOf(), succeeded())));
    await record(outbox.committer, await outbox.leased(), attemptOf(), succeeded());
    expect(await told(outbox)).toEqual([
      expect.objectContaining({
        kind: "webhook.recovered",
        webhook,
        data: {
          tenant: "default",
          webhook: { id: webhook, url: "http://127.0.0.1:1/", description: "" },
          consecutive_failures: 57,
          failing_since: "2024-01-15T10:30:00.000Z",
        },
      }),
    ]);
    expect(await outbox.row("webhooks", webhook)).toMatchObject({ notice: 0, consecutive_failures: 0 });
  });

  test("is told also when failures follow it at once, and they begin a new run", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook(noticed);
    const jobs = [await outbox.leased(), await outbox.leased()];
    const [, last] = await Promise.all(
      jobs.map((job, i) =>
        i === 0
          ? record(outbox.committer, job, attemptOf(), succeeded())
          : record(outbox.committer, job, refused(), again(9000)),
      ),
    );
    expect(await kinds(outbox)).toEqual(["webhook.recovered"]);
    expect(last).toMatchObject({ health: { consecutiveFailures: 1, notice: 0 } });
    expect(await outbox.row("webhooks", webhook)).toMatchObject({ notice: 0, consecutive_failures: 1 });
  });

  test.each([
    ["before any notice", { consecutive_failures: 4, failing_since: 1 }],
    ["of a webhook that is disabled", { ...noticed, status: "disabled", status_reason: "gone" }],
  ])("is nothing to tell of %s", async (_, fields) => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook();
    const job = await outbox.leased();
    const set = Object.keys(fields).map((name) => `${name} = ?`);
    await outbox.run(`UPDATE webhooks SET ${set.join(", ")} WHERE id = ?`, [
      ...Object.values(fields),
      webhook,
    ]);
    await record(outbox.committer, job, attemptOf(), succeeded());
    expect(await told(outbox)).toEqual([]);
  });
});

describe("a notice", () => {
  const failing = { consecutive_failures: 50, failing_since: 1000 };
  const wanted = (webhook: string, notice: 1 | 50 | 90 = 50) => ({
    ...{ webhook, notice, failingSince: 1000, limits: { consecutive_failures: 100 } },
  });

  test("is given once when two results ask for it at the same time, and a higher one after it", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook(failing);
    const { store, newId } = outbox;
    const give = (notice: 1 | 50 | 90) => giveNotice(store, wanted(webhook, notice), 5, newId("evt"));
    const given = await Promise.all([give(50), give(50), give(1)]);
    expect([given, await give(90), await give(50)]).toEqual([[true, false, false], true, false]);
    const data = (await told(outbox)).map(({ data }) => data);
    expect(data).toEqual([
      expect.objectContaining({ percent_of_limit: 50, limits: { consecutive_failures: 100 } }),
      expect.objectContaining({ percent_of_limit: 90, consecutive_failures: 50 }),
    ]);
    expect(await outbox.row("webhooks", webhook)).toMatchObject({ notice: 90 });
  });

  test("is not given for failures that a success has ended", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook({ consecutive_failures: 50, failing_since: 2000 });
    expect(await giveNotice(outbox.store, wanted(webhook), 5, "evt_1")).toBe(false);
    expect(await told(outbox)).toEqual([]);
  });

  test("of disabling is given once, and nothing lower after it", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook(failing);
    const both = await Promise.all(
      ["evt_1", "evt_2"].map((id) => disable(outbox.store, webhook, "consecutive_failures", 7, id)),
    );
    expect(both).toEqual([true, false]);
    await giveNotice(outbox.store, wanted(webhook, 90), 8, "evt_3");
    expect(await told(outbox)).toEqual([
      expect.objectContaining({
        kind: "webhook.disabled",
        data: expect.objectContaining({ reason: "consecutive_failures", consecutive_failures: 50 }),
      }),
    ]);
    expect(await outbox.row("webhooks", webhook)).toMatchObject({ notice: 100, status: "disabled" });
  });
});

test("whoever makes something happen wakes who tells of it, and nobody else does", async () => {
  await using outbox = await openOutbox();
  let woken = 0;
  const store = watchHappenings(outbox.store, () => void woken++);
  const webhook = await outbox.addWebhook();
  await store.write([{ sql: "UPDATE webhooks SET description = 'x'" }]);
  await store.read({ sql: "SELECT * FROM happenings" });
  expect(woken).toBe(0);
  await happen({ ...outbox, store });
  await disable(store, webhook, "gone", 1, "evt_1");
  expect(woken).toBe(2);
  await disable(store, webhook, "gone", 1, "evt_2");
  expect(woken).toBe(2);
});

test("retention deletes what happened long ago and became an event", async () => {
  await using outbox = await openOutbox();
  const old = [await happen(outbox), await happen(outbox)];
  outbox.clock.advance(1000);
  const recent = await happen(outbox);
  await outbox.run("UPDATE happenings SET published_at = 1 WHERE id <> ?", [old[1] ?? null]);
  expect(await pruneHappenings(outbox.store, outbox.clock.now())).toBe(1);
  expect((await told(outbox)).map(({ id }) => id)).toEqual([old[1] ?? "", recent]);
});

import { expect, test } from "bun:test";
import type { Statement } from "../../src/db/store.ts";
import { cancelDelivery, cancelOrphans, cancelWebhook } from "../../src/outbox/cancel.ts";
import { disable } from "../../src/outbox/disable.ts";
import { expireSecrets } from "../../src/outbox/expire-secrets.ts";
import { prune, pruneWebhooks } from "../../src/outbox/prune.ts";
import { record } from "../../src/outbox/record.ts";
import { requestRetry } from "../../src/outbox/retry.ts";
import { secretContext } from "../../src/outbox/targets.ts";
import { recording } from "../db/helpers.ts";
import { attemptOf, LEASE, LEASE_UNTIL, type Outbox, openOutbox, succeeded } from "./helpers.ts";

const statuses = (outbox: Outbox) =>
  outbox.all("SELECT status, cancel_reason, count(*) AS n FROM deliveries GROUP BY 1, 2 ORDER BY 1");

/** So many deliveries of one event each, written in one go. */
async function backlog(outbox: Outbox, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => outbox.publish()));
}

test("cancels all that a webhook still had to get, in chunks, and says how many", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await backlog(outbox, 4100);
  await outbox.run("UPDATE webhooks SET deleted_at = 1");
  await outbox.run("UPDATE deliveries SET lease_owner = 'me', lease_until = 9 WHERE seq <= 10");
  const store = recording(outbox.store);
  expect(await cancelWebhook(store, webhook, "webhook_deleted", 5000)).toBe(4100);
  expect(store.statements).toHaveLength(4);
  expect(await statuses(outbox)).toEqual([
    { status: "cancelled", cancel_reason: "webhook_deleted", n: 4100 },
  ]);
  expect(await cancelWebhook(outbox.store, webhook, "webhook_deleted", 5000)).toBe(0);
});

test("leaves what waits for a webhook that was enabled again meanwhile", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await backlog(outbox, 3000);
  await disable(outbox.store, webhook, "gone", 5000, "evt_1");
  const store = {
    ...outbox.store,
    write: async (statements: Statement[]) => {
      const results = await outbox.store.write(statements);
      if (statements[0]?.sql.includes("LIMIT")) await outbox.run("UPDATE webhooks SET status = 'active'");
      return results;
    },
  };
  expect(await cancelWebhook(store, webhook, "webhook_disabled", 5000)).toBe(2000);
  expect((await statuses(outbox)).map(({ status, n }) => [status, n])).toEqual([
    ["cancelled", 2000],
    ["pending", 1000],
  ]);
});

test("leaves what is over as it was, and another webhook's", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook({ event_types: '["order.created"]' });
  await outbox.addWebhook({ event_types: '["order.paid"]' });
  const done = await outbox.leased();
  await record(outbox.committer, done, attemptOf(), succeeded());
  await outbox.publish({ type: "order.paid" });
  await outbox.publish();
  await disable(outbox.store, webhook, "operator", 4000, "evt_1");
  expect(await cancelWebhook(outbox.store, webhook, "webhook_disabled", 5000)).toBe(1);
  expect((await statuses(outbox)).map(({ status, n }) => [status, n])).toEqual([
    ["cancelled", 1],
    ["pending", 1],
    ["succeeded", 1],
  ]);
});

test.each([null, LEASE])("takes back a manual retry of a delivery that is over, lease %p", async (lease) => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const job = await outbox.leased();
  await record(outbox.committer, job, attemptOf(), succeeded());
  await requestRetry(outbox.store, job.delivery, 3000);
  await outbox.run("UPDATE deliveries SET lease_owner = ?, lease_until = ?", [lease, lease && LEASE_UNTIL]);
  await disable(outbox.store, webhook, "operator", 4000, "evt_1");
  expect(await cancelWebhook(outbox.store, webhook, "webhook_disabled", 5000)).toBe(1);
  expect(await outbox.row("deliveries", job.delivery)).toMatchObject({
    ...{ status: "succeeded", cancel_reason: null, due_at: null, completed_at: 2000 },
  });
});

test("cancels one pending delivery, and none that is over", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook();
  const { delivery } = await outbox.leased();
  expect(await cancelDelivery(outbox.store, delivery, "operator", 5)).toBe(true);
  expect(await cancelDelivery(outbox.store, delivery, "operator", 6)).toBe(false);
  expect(await outbox.row("deliveries", delivery)).toMatchObject({ status: "cancelled", completed_at: 5 });
});

test("disabling says whether it was new, and cancelling what waited says how many there were", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await backlog(outbox, 3);
  expect(await disable(outbox.store, webhook, "gone", 7, "evt_1")).toBe(true);
  expect(await cancelWebhook(outbox.store, webhook, "webhook_disabled", 7)).toBe(3);
  expect(await outbox.row("webhooks", webhook)).toMatchObject({
    status: "disabled",
    status_reason: "gone",
    updated_at: 7,
  });
  expect(await disable(outbox.store, webhook, "consecutive_failures", 8, "evt_2")).toBe(false);
  expect(await outbox.row("webhooks", webhook)).toMatchObject({ status_reason: "gone" });
});

test("what a crash left waiting for a disabled or deleted webhook is cancelled with the reason", async () => {
  await using outbox = await openOutbox();
  const disabled = await outbox.addWebhook();
  await outbox.addWebhook();
  await outbox.addWebhook();
  await backlog(outbox, 2);
  await outbox.run("UPDATE webhooks SET status = 'disabled', status_reason = 'operator' WHERE id = ?", [
    disabled,
  ]);
  await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE seq = 2");
  expect(await cancelOrphans(outbox.store, 5)).toBe(4);
  expect(await statuses(outbox)).toEqual([
    { status: "cancelled", cancel_reason: "webhook_deleted", n: 2 },
    { status: "cancelled", cancel_reason: "webhook_disabled", n: 2 },
    { status: "pending", cancel_reason: null, n: 2 },
  ]);
});

test("retention deletes what is old and done with, its deliveries and attempts too", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook();
  const jobs = {
    done: await outbox.leased(),
    waits: await outbox.leased(),
    leased: await outbox.leased(),
    asked: await outbox.leased(),
  };
  for (const job of [jobs.done, jobs.leased, jobs.asked])
    await record(outbox.committer, job, attemptOf(), succeeded());
  await outbox.run("UPDATE deliveries SET lease_owner = 'me', lease_until = 9 WHERE id = ?", [
    jobs.leased.delivery,
  ]);
  await requestRetry(outbox.store, jobs.asked.delivery, 3000);
  outbox.clock.advance(1000);
  const young = await outbox.leased();
  await record(outbox.committer, young, attemptOf(), succeeded());
  expect(await prune(outbox.store, outbox.clock.now())).toBe(1);
  const left = await outbox.all("SELECT id FROM deliveries ORDER BY seq");
  expect(left.map(({ id }) => id)).toEqual(
    [jobs.waits, jobs.leased, jobs.asked, young].map(({ delivery }) => delivery),
  );
  expect(await outbox.all("SELECT count(*) AS n FROM attempts")).toEqual([{ n: 3 }]);
  expect(await outbox.all("SELECT count(*) AS n FROM events")).toEqual([{ n: 4 }]);
});

test("retention deletes in small statements, and steps over a stretch where everything still waits", async () => {
  await using outbox = await openOutbox();
  await backlog(outbox, 150);
  const webhook = await outbox.addWebhook();
  await backlog(outbox, 500);
  await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE id = ?", [webhook]);
  await outbox.registry.refresh(webhook);
  await backlog(outbox, 300);
  outbox.clock.advance(1000);
  await backlog(outbox, 10);
  const store = recording(outbox.store);
  expect(await prune(store, outbox.clock.now())).toBe(450);
  expect(await outbox.all("SELECT count(*) AS n FROM events")).toEqual([{ n: 510 }]);
  const deletes = store.statements.filter(({ sql }) => sql.startsWith("DELETE"));
  const lengths = deletes.map(({ args: [after, last] = [] }) => Number(last) - Number(after));
  expect(Math.max(...lengths)).toBeLessThanOrEqual(30);
  // For each portion: what to look at, what to delete, and the places of the two counts.
  expect(store.statements.length).toBeLessThanOrEqual(4 * 33);
  expect(await prune(outbox.store, outbox.clock.now())).toBe(0);
});

test("retention deletes fewer events a statement where each had many deliveries", async () => {
  await using outbox = await openOutbox();
  for (let i = 0; i < 4; i++) await outbox.publish();
  await outbox.run("UPDATE events SET delivery_count = 60, unmatched_reason = NULL", []);
  const store = recording(outbox.store);
  expect(await prune(store, outbox.clock.now() + 1)).toBe(4);
  expect(store.statements.filter(({ sql }) => sql.startsWith("DELETE"))).toHaveLength(2);
});

test("a deleted webhook goes once its history is gone, and a live one stays", async () => {
  await using outbox = await openOutbox();
  const gone = await outbox.addWebhook();
  const live = await outbox.addWebhook();
  const kept = await outbox.leased();
  await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE id = ?", [gone]);
  const left = () => outbox.all("SELECT id FROM webhooks ORDER BY seq");
  expect(await pruneWebhooks(outbox.store, 2)).toBe(0);
  await outbox.run("DELETE FROM events WHERE id = ?", [kept.event.id]);
  expect(await pruneWebhooks(outbox.store, 1)).toBe(0);
  expect(await pruneWebhooks(outbox.store, 2)).toBe(1);
  expect(await left()).toEqual([{ id: live }]);
});

test("secrets go when their grace time has ended, from memory too", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const add = (value: string, until: number | null) =>
    outbox.run(
      "INSERT INTO webhook_secrets (webhook_seq, sealed, created_at, expires_at) SELECT seq, ?, 1, ? FROM webhooks WHERE id = ?",
      [outbox.vault.seal(value, secretContext(webhook)), until, webhook],
    );
  for (const [value, until] of [
    ["oldest", 100],
    ["old", 200],
    ["new", null],
  ] as const)
    await add(value, until);
  const values = () => outbox.registry.webhook(webhook)?.secrets.map(({ value }) => value);
  await outbox.registry.refresh(webhook);
  expect(values()).toEqual(["new", "old", "oldest"]);
  expect(await expireSecrets(outbox.store, outbox.registry, 99)).toBe(0);
  expect(await expireSecrets(outbox.store, outbox.registry, 100)).toBe(1);
  expect(values()).toEqual(["new", "old"]);
  expect(await expireSecrets(outbox.store, outbox.registry, 10_000)).toBe(1);
  expect(values()).toEqual(["new"]);
});

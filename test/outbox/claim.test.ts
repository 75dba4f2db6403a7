import { expect, test } from "bun:test";
import { cancelDelivery } from "../../src/outbox/cancel.ts";
import { claim, type Want } from "../../src/outbox/claim.ts";
import { horizons } from "../../src/outbox/horizon.ts";
import { load } from "../../src/outbox/load.ts";
import { release, releaseExpired, releaseOthers } from "../../src/outbox/release.ts";
import { requestRetry } from "../../src/outbox/retry.ts";
import { LEASE, LEASE_UNTIL, type Outbox, openOutbox } from "./helpers.ts";

const mine = { lease: LEASE, leaseUntil: LEASE_UNTIL };

const wantOf = (webhook: string, fields: Partial<Want> = {}): Want => ({
  ...{ webhook, retries: false, manualOnly: false, until: LEASE_UNTIL, limit: 100, ...fields },
});

async function deliveries(outbox: Outbox, count: number): Promise<string[]> {
  for (let i = 0; i < count; i++) await outbox.publish();
  return (await outbox.all<{ id: string }>("SELECT id FROM deliveries ORDER BY seq")).map(({ id }) => id);
}

const retrying = (outbox: Outbox, id: string | undefined, at: number) =>
  outbox.run(
    "UPDATE deliveries SET attempt_count = 1, scheduled_count = 1, next_attempt_at = ? WHERE id = ?",
    [at, String(id)],
  );

test("takes what is due, oldest due first, leases it, and respects the limit", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const ids = await deliveries(outbox, 4);
  await outbox.run("UPDATE deliveries SET next_attempt_at = 10 - seq");
  const [claimed] = await claim(outbox.store, [wantOf(webhook, { until: 8, limit: 2 })], mine);
  expect(claimed?.sort()).toEqual([ids[2], ids[3]] as string[]);
  const [rest] = await claim(outbox.store, [wantOf(webhook, { until: 8 })], mine);
  expect(rest).toEqual([ids[1]] as string[]);
  expect(await outbox.row("deliveries", String(ids[1]))).toMatchObject({
    lease_owner: LEASE,
    lease_until: LEASE_UNTIL,
  });
  expect(await outbox.row("deliveries", String(ids[0]))).toMatchObject({
    lease_owner: null,
    lease_until: null,
  });
});

test("takes first attempts and manual ones apart from retries", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const [first, retry, manual] = await deliveries(outbox, 3);
  await retrying(outbox, retry, 1);
  await retrying(outbox, manual, LEASE_UNTIL + 1);
  await requestRetry(outbox.store, String(manual), 5);
  const manualOnly = await claim(outbox.store, [wantOf(webhook, { manualOnly: true })], mine);
  expect(manualOnly).toEqual([[String(manual)]]);
  const both = await claim(outbox.store, [wantOf(webhook), wantOf(webhook, { retries: true })], mine);
  expect(both).toEqual([[String(first)], [String(retry)]]);
});

test("takes a manual retry of a delivery that is over", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const [id] = await deliveries(outbox, 1);
  await outbox.run("UPDATE deliveries SET status = 'succeeded', next_attempt_at = NULL, completed_at = 1");
  expect(await claim(outbox.store, [wantOf(webhook)], mine)).toEqual([[]]);
  expect(await requestRetry(outbox.store, String(id), 7)).toBe(true);
  expect(await claim(outbox.store, [wantOf(webhook)], mine)).toEqual([[String(id)]]);
  expect((await outbox.loaded(String(id))).trigger).toBe("manual");
  expect(await requestRetry(outbox.store, "dlv_none", 7)).toBe(false);
});

test.each([
  ["paused", "UPDATE webhooks SET status = 'paused'"],
  ["unverified", "UPDATE webhooks SET status = 'unverified'"],
  ["disabled", "UPDATE webhooks SET status = 'disabled', status_reason = 'operator'"],
  ["deleted", "UPDATE webhooks SET deleted_at = 1"],
])("takes nothing of a webhook that is %s, and it has no horizon", async (_, sql) => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await deliveries(outbox, 2);
  await outbox.run(sql);
  expect(await claim(outbox.store, [wantOf(webhook)], mine)).toEqual([[]]);
  expect(await horizons(outbox.store, null)).toEqual([]);
});

test("takes of each webhook its own, however many another has waiting", async () => {
  await using outbox = await openOutbox();
  const one = await outbox.addWebhook({ event_types: '["order.created"]' });
  const other = await outbox.addWebhook({ event_types: '["order.paid"]' });
  await deliveries(outbox, 20);
  await outbox.publish({ type: "order.paid" });
  const claimed = await claim(outbox.store, [wantOf(one, { limit: 5 }), wantOf(other, { limit: 5 })], mine);
  expect(claimed.map(({ length }) => length)).toEqual([5, 1]);
});

test("what was cancelled after it was claimed is not loaded", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await outbox.publish();
  const want = { webhook, retries: false, manualOnly: false, until: outbox.clock.now(), limit: 10 };
  const [ids = []] = await claim(outbox.store, [want], { lease: LEASE, leaseUntil: LEASE_UNTIL });
  expect(ids).toHaveLength(1);
  await cancelDelivery(outbox.store, ids[0] ?? "", "operator", outbox.clock.now());
  expect(await load(outbox.store, ids)).toEqual([]);
});

test("two claimers at once never get the same delivery", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const ids = await deliveries(outbox, 30);
  const claims = Array.from({ length: 10 }, (_, i) =>
    claim(outbox.store, [wantOf(webhook, { limit: 4 })], { lease: `boot ${i}`, leaseUntil: LEASE_UNTIL }),
  );
  const claimed = (await Promise.all(claims)).flat(2);
  expect(claimed.sort()).toEqual(ids);
});

test("the horizon is when each webhook next has something due, of either kind", async () => {
  await using outbox = await openOutbox();
  const one = await outbox.addWebhook({ event_types: '["order.created"]' });
  const other = await outbox.addWebhook({ event_types: '["order.paid"]' });
  const idle = await outbox.addWebhook({ event_types: '["stock.low"]' });
  const [first, retry] = await deliveries(outbox, 2);
  await outbox.run("UPDATE deliveries SET next_attempt_at = 50 WHERE id = ?", [String(first)]);
  await retrying(outbox, retry, 20);
  await outbox.publish({ type: "order.paid" });
  const found = await horizons(outbox.store, null);
  expect(found).toEqual([
    { webhook: one, dueAt: 20 },
    { webhook: other, dueAt: outbox.clock.now() },
  ]);
  expect(await horizons(outbox.store, [one, idle])).toEqual([{ webhook: one, dueAt: 20 }]);
  await claim(outbox.store, [wantOf(one), wantOf(one, { retries: true })], mine);
  expect(await horizons(outbox.store, [one])).toEqual([]);
});

test("releasing gives back only what is named and leased by the same boot", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const [a, b, c] = await deliveries(outbox, 3);
  await claim(outbox.store, [wantOf(webhook, { limit: 2 })], mine);
  await claim(outbox.store, [wantOf(webhook)], { lease: "boot 2", leaseUntil: LEASE_UNTIL });
  await release(outbox.store, [String(a), String(c)], LEASE);
  const owners = await outbox.all("SELECT id, lease_owner, next_attempt_at FROM deliveries ORDER BY seq");
  const at = outbox.clock.now();
  expect(owners).toEqual([
    { id: a, lease_owner: null, next_attempt_at: at },
    { id: b, lease_owner: LEASE, next_attempt_at: at },
    { id: c, lease_owner: "boot 2", next_attempt_at: at },
  ]);
});

test("leases that ran out are released, and those that did not are kept", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await deliveries(outbox, 2);
  await claim(outbox.store, [wantOf(webhook, { limit: 1 })], { lease: "a", leaseUntil: 100 });
  await claim(outbox.store, [wantOf(webhook, { limit: 1 })], { lease: "b", leaseUntil: 101 });
  expect(await releaseExpired(outbox.store, 101)).toBe(1);
  expect(await outbox.all("SELECT lease_owner FROM deliveries WHERE lease_owner IS NOT NULL")).toEqual([
    { lease_owner: "b" },
  ]);
});

test("a start releases what other boots had in hand, and not its own", async () => {
  await using outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  await deliveries(outbox, 3);
  await claim(outbox.store, [wantOf(webhook, { limit: 1 })], mine);
  await claim(outbox.store, [wantOf(webhook)], { lease: "earlier", leaseUntil: LEASE_UNTIL });
  expect(await releaseOthers(outbox.store, LEASE)).toBe(2);
  expect(await releaseOthers(outbox.store, LEASE)).toBe(0);
  expect(await outbox.all("SELECT count(*) AS n FROM deliveries WHERE lease_owner IS NOT NULL")).toEqual([
    { n: 1 },
  ]);
});

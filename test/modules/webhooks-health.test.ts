import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

type Shown = {
  status: string;
  status_reason: string | null;
  health: {
    state: string;
    consecutive_failures: number;
    failing_since: string | null;
    last_success: string | null;
    last_failure: string | null;
  };
};

const get = async (node: TestNode, id: string) => (await node.call<Shown>("GET", `/webhooks/${id}`)).body;
const failures = (node: TestNode, id: string, count: number) =>
  waitFor(async () => (await get(node, id)).health.consecutive_failures === count, `${count} failures`);

async function fail(node: TestNode, receiver: Receiver, id: string, times: number): Promise<void> {
  const { consecutive_failures: before } = (await get(node, id)).health;
  receiver.reply(500);
  for (let i = 0; i < times; i++) await publish(node);
  await failures(node, id, before + times);
}

test("failures are counted on over a restart, and the webhook is disabled at the limit as if there had been none", async () => {
  await using receiver = await startReceiver();
  const first = await startNode();
  const { id } = await registerWebhook(first, receiver.url, { profile: "orisha" });
  await fail(first, receiver, id, 60);
  const before = (await get(first, id)).health;
  expect(before).toMatchObject({ state: "warning", consecutive_failures: 60 });
  await first.dispatcher.stop();
  await first.abandon();

  await using second = await startNode({ dir: first.dir, clock: first.clock });
  expect((await get(second, id)).health).toEqual(before);
  await fail(second, receiver, id, 39);
  (second.clock as ManualClock).advance(1000);
  await publish(second);
  const disabled = await waitFor(async () => {
    const shown = await get(second, id);
    return shown.status === "disabled" ? shown : null;
  });
  expect([disabled.status_reason, disabled.health]).toEqual([
    "consecutive_failures",
    { ...before, state: "failing", consecutive_failures: 100, last_failure: "2024-01-15T10:30:01.000Z" },
  ]);
  await waitFor(async () => {
    const { body } = await second.call<{ data: { cancel_reason: string | null }[] }>(
      "GET",
      `/webhooks/${id}/deliveries?status=cancelled&limit=250`,
    );
    return body.data.length === 100 && body.data.every((one) => one.cancel_reason === "webhook_disabled");
  });
});

describe("the counters", () => {
  test("begin anew with a success, and with enabling, and each is told of again", async () => {
    await using receiver = await startReceiver();
    await using node = await startNode();
    const { id } = await registerWebhook(node, receiver.url, { profile: "orisha" });
    const notice = async () => {
      const { rows } = await node.store.read({ sql: "SELECT notice FROM webhooks WHERE id = ?", args: [id] });
      return rows[0]?.[0];
    };
    await fail(node, receiver, id, 51);
    await waitFor(async () => (await notice()) !== 0);
    const enabled = await node.call<Shown>("PATCH", `/webhooks/${id}`, { status: "active" });
    expect(enabled.body.health).toMatchObject({
      state: "healthy",
      consecutive_failures: 0,
      failing_since: null,
      last_failure: "2024-01-15T10:30:00.000Z",
    });
    expect(await notice()).toBe(0);
    await fail(node, receiver, id, 2);
    receiver.reply(200);
    (node.clock as ManualClock).advance(1000);
    await publish(node);
    await failures(node, id, 0);
    expect((await get(node, id)).health.last_success).toBe("2024-01-15T10:30:01.000Z");
  });
});

test("disabling shows what it cancelled, pausing lets it wait", async () => {
  await using receiver = await startReceiver(() => 500);
  await using node = await startNode();
  const disabled = await registerWebhook(node, receiver.url, { profile: "aiq" });
  const paused = await registerWebhook(node, receiver.url, { profile: "aiq" });
  const { id: event } = await publish(node);
  await failures(node, disabled.id, 1);
  await failures(node, paused.id, 1);
  await node.call("PATCH", `/webhooks/${disabled.id}`, { status: "disabled" });
  await node.call("PATCH", `/webhooks/${paused.id}`, { status: "paused" });
  (node.clock as ManualClock).advance(3_600_000);
  const { body } = await node.call<{ data: { webhook: { id: string } }[] }>(
    "GET",
    `/deliveries?event=${event}`,
  );
  const of = (id: string) => body.data.find(({ webhook }) => webhook.id === id);
  expect(of(disabled.id)).toMatchObject({
    ...{ status: "cancelled", cancel_reason: "webhook_disabled", attempt_count: 1, next_attempt: null },
  });
  expect(of(paused.id)).toMatchObject({ status: "pending", cancel_reason: null, attempt_count: 1 });
  expect(receiver.requests).toHaveLength(2);
  receiver.reply(200);
  await node.call("PATCH", `/webhooks/${paused.id}`, { status: "active" });
  await receiver.waitFor(3);
});

describe("an installed app's key", () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode();
  });
  afterAll(() => node.stop());

  test("puts its user into X-OrderEazi-UserId of the webhooks it registers, and no other key does", async () => {
    await using app = await startReceiver();
    await using plain = await startReceiver();
    const tenant = "shop";
    await node.call("PUT", `/tenants/${tenant}`, { name: "Shop", profile: "ordereazi" });
    const scopes = ["webhooks:write", "webhooks:read"];
    const appKey = await makeKey(node, { scopes, tenant, app_user: "user-77" });
    const plainKey = await makeKey(node, { scopes, tenant });
    const register = async (url: string, key: string) =>
      (await node.call("POST", "/webhooks", { url, event_types: ["*"] }, { key })).body;
    const registered = await register(app.url, appKey);
    expect(registered.app_user).toBe("user-77");
    expect((await register(plain.url, plainKey)).app_user).toBeNull();
    // Changing it with another key does not make it another app's.
    await node.call("PATCH", `/webhooks/${registered.id}`, { description: "x" }, { key: plainKey });

    await publish(node, { tenant, actor: "user-1" });
    const clock = node.clock as ManualClock;
    clock.advance(60_000);
    await node.dispatcher.sweep(clock.now());
    const [[toApp], [toPlain]] = [await app.waitFor(1), await plain.waitFor(1)];
    expect(toApp?.rawHeaders.filter(([name]) => name === "X-OrderEazi-UserId")).toEqual([
      ["X-OrderEazi-UserId", "user-77"],
    ]);
    expect(Object.keys(toPlain?.headers ?? {})).not.toContain("x-ordereazi-userid");
    const ids = [toApp, toPlain].map((request) => request?.headers["x-oe-webhook-id"]);
    expect(new Set(ids).size).toBe(2);
  });
});

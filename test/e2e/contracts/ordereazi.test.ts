import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectProblem, makeKey } from "../../support/api.ts";
import { emptyFolder, startExecutable } from "../../support/executable.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";
import { startReceiver } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  clockOf,
  type Delivery,
  deliveryOf,
  type EventType,
  importSample,
  preview,
  wireOf,
} from "./contract.ts";

// Seed 003: each test is named by the sentence that it proves.

const MINUTE = 60_000;

let node: TestNode;
let catalogue: Map<string, EventType>;

beforeAll(async () => {
  node = await startNode();
  catalogue = await importSample(node, "ordereazi");
});
afterAll(() => node.stop());

async function company(name: string): Promise<string> {
  await node.call("PUT", `/tenants/${name}`, { name, profile: "ordereazi" });
  return name;
}

/** What croner does each minute, at a moment of the test's choosing. */
async function nextMinute(): Promise<void> {
  const clock = clockOf(node);
  clock.advance(MINUTE - (clock.now() % MINUTE));
  await node.dispatcher.sweep(clock.now());
}

test("the catalogue has orders being dispatched, documents being created and stock levels changing", () => {
  const names = [...catalogue.keys()];
  for (const word of ["dispatched", "document", "stock"])
    expect(names.filter((name) => name.includes(word)).length).toBeGreaterThan(0);
  for (const { schema, example } of catalogue.values()) {
    expect(schema).toMatchObject({ type: "object" });
    expect(JSON.stringify(example)).toContain("Created");
  }
});

test("A queue entry is created for each registered webhook matching that event", async () => {
  const tenant = await company("queue");
  for (const event_types of [["order.*"], ["*"], ["stock.*"]])
    await registerWebhook(node, "https://example.com/hook", { tenant, event_types });
  const { id, deliveries } = await publish(node, { tenant, type: "order.seen" });
  expect(deliveries).toBe(2);
  const { body } = await node.call<{ data: Delivery[] }>("GET", `/deliveries?event=${id}`);
  expect(body.data.map(({ status }) => status)).toEqual(["pending", "pending"]);
});

test("A background processor dispatches all pending webhooks every minute: nothing before it, everything with it", async () => {
  await using mine = await startReceiver();
  const tenant = await company("minute");
  await registerWebhook(node, mine.url, { tenant });
  for (const id of ["e1", "e2", "e3"]) await publish(node, { id, tenant });
  clockOf(node).advance(MINUTE - (clockOf(node).now() % MINUTE) - 1);
  const { body } = await node.call<{ data: Delivery[] }>("GET", `/deliveries?tenant=${tenant}`);
  expect(body.data.map(({ attempt_count }) => attempt_count)).toEqual([0, 0, 0]);
  expect(mine.requests).toHaveLength(0);
  await nextMinute();
  const requests = await mine.waitFor(3);
  expect(requests).toHaveLength(3);
});

test("with a real clock the real executable dispatches at the next full minute, once", async () => {
  using folder = emptyFolder();
  await using mine = await startReceiver();
  await using instance = await startExecutable({ dir: folder.path });
  await registerWebhook(instance, mine.url, { profile: "ordereazi" });
  const { id } = await publish(instance);
  const [request] = await mine.waitFor(1);
  const { body: event } = await instance.call<{ accepted: string }>("GET", `/events/${id}`);
  const at = request?.at ?? 0;
  expect(at % MINUTE).toBeLessThan(5000);
  expect(Math.floor(at / MINUTE)).toBe(Math.floor(Date.parse(event.accepted) / MINUTE) + 1);
  expect(mine.requests).toHaveLength(1);
});

test("If delivery fails, OrderEazi retries up to 3 times before marking the webhook as failed, each with a minute's dispatch", async () => {
  await using mine = await startReceiver(() => 500);
  const tenant = await company("retries");
  await registerWebhook(node, mine.url, { tenant });
  const { id } = await publish(node, { tenant });
  const times: number[] = [];
  for (let attempt = 1; attempt <= 4; attempt++) {
    await nextMinute();
    times.push(clockOf(node).now());
    await deliveryOf(node, id, ({ attempt_count }) => attempt_count === attempt);
  }
  const last = await deliveryOf(node, id, ({ status }) => status !== "pending");
  expect(last).toMatchObject({ status: "failed", attempt_count: 4 });
  expect(last.attempts.map(({ started }) => Date.parse(started))).toEqual(times);
  expect(times.map((time) => (time - (times[0] ?? 0)) / 1000)).toEqual([0, 60, 120, 180]);
  await nextMinute();
  expect(mine.requests).toHaveLength(4);
});

test("Headers included with every request: Content-Type and X-OE-Webhook-Id, unique for this delivery and the same in its retries", async () => {
  await using mine = await startReceiver();
  mine.reply([500, 200, 200]);
  const tenant = await company("headers");
  await registerWebhook(node, mine.url, { tenant });
  const { id } = await publish(node, { tenant });
  await nextMinute();
  await deliveryOf(node, id, ({ attempt_count }) => attempt_count === 1);
  await nextMinute();
  const { id: delivery } = await deliveryOf(node, id, ({ status }) => status === "succeeded");
  await publish(node, { tenant });
  await nextMinute();
  const requests = await mine.waitFor(3);
  const ids = requests.map(({ headers }) => headers["x-oe-webhook-id"]);
  expect(ids.slice(0, 2)).toEqual([delivery, delivery]);
  expect(ids[2]).not.toBe(delivery);
  expect(requests.map(({ method }) => method)).toEqual(["POST", "POST", "POST"]);
  for (const { rawHeaders } of requests)
    expect(rawHeaders).toContainEqual(["Content-Type", "application/json; charset=utf-8"]);
});

test("X-OrderEazi-UserId: included only when the webhook is registered by an installed app", async () => {
  await using mine = await startReceiver();
  const tenant = await company("apps");
  const scopes = ["webhooks:write"];
  const plain = await makeKey(node, { tenant, scopes });
  const app = await makeKey(node, { tenant, scopes, app_user: "user-4711" });
  for (const [key, path] of [
    [plain, "/plain"],
    [app, "/app"],
  ] as const)
    await node.call("POST", "/webhooks", { url: mine.url + path, event_types: ["*"] }, { key });
  await publish(node, { tenant });
  await nextMinute();
  const requests = await mine.waitFor(2);
  const users = Object.fromEntries(
    requests.map(({ path, headers }) => [
      path,
      headers["x-orderazi-userid"] ?? headers["x-ordereazi-userid"],
    ]),
  );
  expect(users).toEqual({ "/plain": undefined, "/app": "user-4711" });
});

describe("All dates in webhook payloads use ISO 8601 sortable format. Example: 2024-01-15T10:30:00", () => {
  test("in Created, Modified and all other date fields across every payload type", async () => {
    await using mine = await startReceiver();
    const tenant = await company("dates");
    await registerWebhook(node, mine.url, { tenant });
    for (const [type, { example }] of catalogue) await publish(node, { tenant, type, data: example });
    await nextMinute();
    for (const { text } of await mine.waitFor(catalogue.size)) {
      const dates = text.match(/"\d{4}-\d{2}-\d{2}T[^"]*"/g) ?? [];
      expect(dates.length).toBeGreaterThan(0);
      for (const date of dates) expect(date).toMatch(/^"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"$/);
    }
  });

  test("in UTC, whatever offset and fraction the event had; text that only looks like a date stays", async () => {
    await using mine = await startReceiver();
    const tenant = await company("offsets");
    await registerWebhook(node, mine.url, { tenant });
    const Created = "2024-01-15T12:30:00.250+02:00";
    await publish(node, { tenant, data: { Created, Note: `at ${Created}`, Day: "2024-01-15", n: 1 } });
    await nextMinute();
    const [request] = await mine.waitFor(1);
    expect(request?.text).toBe(
      `{"Created":"2024-01-15T10:30:00","Note":"at ${Created}","Day":"2024-01-15","n":1}`,
    );
  });
});

describe("Webhooks are registered under an API key", () => {
  test("you need the permission to write: another key may not register", async () => {
    const key = await makeKey(node, { scopes: ["webhooks:read", "events:write"] });
    const webhook = { url: "https://example.com/hook", event_types: ["order.dispatched"] };
    expectProblem(await node.call("POST", "/webhooks", webhook, { key }), 403, "forbidden");
  });

  test("The API key determines which events you can subscribe to", async () => {
    const tenant = await company("permissions");
    const key = await makeKey(node, { tenant, scopes: ["webhooks:write"], event_types: ["stock.*"] });
    const register = (...event_types: string[]) =>
      node.call("POST", "/webhooks", { url: "https://example.com/hook", event_types }, { key });
    expect((await register("stock.*")).status).toBe(201);
    for (const beyond of [["order.dispatched"], ["stock.seen", "order.*"], ["*"]])
      expectProblem(await register(...beyond), 403, "forbidden");
  });
});

test("The request that the preview shows is the one that the receiver got, byte for byte", async () => {
  await using mine = await startReceiver();
  const tenant = await company("bytes");
  const key = await makeKey(node, { tenant, scopes: ["webhooks:write"], app_user: "user-4711" });
  const url = `${mine.url}/ordereazi`;
  const made = await node.call<{ id: string; secret: string }>(
    "POST",
    "/webhooks",
    { url, event_types: ["*"] },
    { key },
  );
  const created = new Date(clockOf(node).now()).toISOString();
  const event = { id: "order-9", type: "order.seen", created, data: { Created: created, Total: "1.50" } };
  await publish(node, { ...event, tenant });
  await nextMinute();
  const [request] = await mine.waitFor(1);
  const { id: delivery } = await waitFor(() =>
    deliveryOf(node, event.id, ({ status }) => status === "succeeded"),
  );
  const timestamp = new Date(clockOf(node).now()).toISOString();
  const { id, secret } = made.body;
  const facts = { event, tenant, webhook: { id, url, secret, app_user: "user-4711" }, delivery };
  const shown = await preview(node, "ordereazi", { ...facts, attempt: { number: 1, timestamp } });
  expect(request && wireOf(request)).toBe(shown);
});

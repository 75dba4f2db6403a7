import { afterAll, beforeAll, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { expectProblem } from "../../support/api.ts";
import { ManualClock } from "../../support/clock.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";
import { type Receiver, startReceiver } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  clockOf,
  type Delivery,
  deliveryOf,
  type EventType,
  failThrough,
  importSample,
  nextAttempt,
  preview,
  wireOf,
} from "./contract.ts";

// Seed 000: each test is named by the sentence that it proves.

let node: TestNode;
let receiver: Receiver;
let catalogue: Map<string, EventType>;

beforeAll(async () => {
  node = await startNode();
  receiver = await startReceiver();
  catalogue = await importSample(node, "organiko");
  await node.call("PUT", "/tenants/acme", { name: "Acme", profile: "organiko" });
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const sentences = [
  "Triggered when a purchase order is certified for organic compliance.",
  "Triggered when inventory is allocated to a sales order.",
  "Triggered when inventory levels or details are updated.",
  "Triggered when inventory falls below minimum threshold.",
  "Triggered when a subscription tier is upgraded.",
  "Triggered when a subscription tier is downgraded.",
  "Triggered when a subscription is cancelled.",
  "Triggered when a payment attempt fails.",
  "Triggered when a payment is successfully processed.",
  "Triggered when a compliance issue is detected.",
  "Triggered when a new integration is successfully connected.",
  "Triggered when an integration is disconnected.",
];

test("the catalogue has its twelve events by their sentences, each with a schema and an example", () => {
  expect([...catalogue.values()].map(({ description }) => description).sort()).toEqual([...sentences].sort());
  for (const { schema, example } of catalogue.values()) {
    expect(schema).toMatchObject({ type: "object" });
    expect(Object.keys(example).length).toBeGreaterThan(0);
  }
});

test("Use the API to register your webhook endpoint and specify which events you want to receive", async () => {
  await using mine = await startReceiver();
  await registerWebhook(node, mine.url, { tenant: "acme", event_types: ["order.certified"] });
  const wanted = await publish(node, {
    ...{ tenant: "acme", type: "order.certified" },
    data: catalogue.get("order.certified")?.example,
  });
  const other = await publish(node, { tenant: "acme", type: "unknown.to-all" });
  const [request] = await mine.waitFor(1);
  expect([wanted.deliveries, other.deliveries]).toEqual([1, 0]);
  expect(request?.method).toBe("POST");
  expect(JSON.parse(request?.text ?? "")).toMatchObject({ id: wanted.id, type: "order.certified" });
});

test("All webhook events follow a consistent structure: id, type, created, data, previous_attributes (optional)", async () => {
  await using mine = await startReceiver();
  await registerWebhook(node, mine.url, { tenant: "structure", profile: "organiko" });
  const created = "2024-01-15T10:29:58.123Z";
  const with_ = { tenant: "structure", type: "inventory.noted", created, data: { level: 3 } };
  const first = await publish(node, { ...with_, previous_attributes: { level: 5 } });
  const second = await publish(node, with_);
  const texts = (await mine.waitFor(2)).map(({ text }) => text).sort();
  const start = (id: string) =>
    `{"id":"${id}","type":"inventory.noted","created":"${created}","data":{"level":3}`;
  expect(texts).toEqual(
    [`${start(first.id)},"previous_attributes":{"level":5}}`, `${start(second.id)}}`].sort(),
  );
});

test("Always verify webhook signatures: an independent verifier takes the real one and no changed one", async () => {
  await using today = await startNode({ clock: new ManualClock(Date.now()) });
  await using mine = await startReceiver();
  const { secret } = await registerWebhook(today, mine.url, { profile: "organiko" });
  const { id } = await publish(today, { data: { name: "Zoë" } });
  const [request] = await mine.waitFor(1);
  const { text = "", headers = {} } = request ?? {};
  const verifier = new Webhook(secret);
  expect(verifier.verify(text, headers)).toMatchObject({ id, data: { name: "Zoë" } });
  expect(() => verifier.verify(text.replace("Zoë", "Zoe"), headers)).toThrow();
  expect(() => new Webhook("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").verify(text, headers)).toThrow();
});

test("Use the event id to prevent processing the same event multiple times: it never changes across retries", async () => {
  await using mine = await startReceiver();
  mine.reply([500, 200]);
  await registerWebhook(node, mine.url, { tenant: "ids", profile: "organiko" });
  const { id } = await publish(node, { tenant: "ids" });
  await nextAttempt(node, id, 1);
  const requests = await mine.waitFor(2);
  expect(requests.map(({ text }) => JSON.parse(text).id)).toEqual([id, id]);
  expect(requests.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
});

test("Webhook endpoints must use HTTPS in production. HTTP endpoints will be rejected", async () => {
  await using production = await startNode({ env: { POSTHORN_ALLOW_HTTP: "false" } });
  const webhook = { profile: "organiko", event_types: ["*"] };
  const refused = await production.call("POST", "/webhooks", { ...webhook, url: "http://example.com/hook" });
  expect(expectProblem(refused, 422, "invalid").errors).toEqual([
    { pointer: "/url", detail: "The URL must start with https://." },
  ]);
  const taken = await production.call("POST", "/webhooks", { ...webhook, url: "https://example.com/hook" });
  expect(taken.status).toBe(201);
});

test("the retry table: 5 s, 30 s, 5 min, 30 min, 2 h, to the second; after 6 failed attempts it is failed and you'll receive a notification", async () => {
  await using mine = await startReceiver(() => 503);
  const { id } = await registerWebhook(node, mine.url, { tenant: "table", profile: "organiko" });
  const began = clockOf(node).now();
  const last = await failThrough(node, [5, 30, 300, 1800, 7200], { tenant: "table" });
  expect(last).toMatchObject({ status: "failed", attempt_count: 6, next_attempt: null });
  expect(last.attempts.map(({ started }) => (Date.parse(started) - began) / 1000)).toEqual([
    0, 5, 35, 335, 2135, 9335,
  ]);
  type Notification = { kind: string; webhook: { id: string }; delivery: string; message: string };
  const told = await waitFor(async () => {
    const { body } = await node.call<{ data: Notification[] }>("GET", "/notifications?tenant=table");
    const exhausted = body.data.filter(({ kind }) => kind === "delivery.exhausted");
    return exhausted.length > 0 ? exhausted : null;
  });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ webhook: { id }, delivery: last.id });
  clockOf(node).advance(86_400_000);
  expect(mine.requests).toHaveLength(6);
});

test.each([200, 201, 202, 204, 299])("a 2xx status code such as %d is success", async (status) => {
  await using mine = await startReceiver(() => status);
  const tenant = `status-${status}`;
  await registerWebhook(node, mine.url, { tenant, profile: "organiko" });
  const { id } = await publish(node, { tenant });
  expect((await deliveryOf(node, id, (one) => one.status !== "pending")).status).toBe("succeeded");
});

test.each([301, 400, 410, 404, 500])(
  "if your endpoint doesn't respond with a 2xx status code but %d, it is retried",
  async (status) => {
    await using mine = await startReceiver(() => status);
    const tenant = `status-${status}`;
    const { id: webhook } = await registerWebhook(node, mine.url, { tenant, profile: "organiko" });
    const { id } = await publish(node, { tenant });
    const delivery = await deliveryOf(node, id, ({ attempt_count }) => attempt_count === 1);
    expect(delivery).toMatchObject({ status: "pending", attempts: [{ status_code: status }] });
    expect((await node.call("GET", `/webhooks/${webhook}`)).body.status).toBe("active");
  },
);

test("Trigger test events via the API: the example goes out signed, and counts for no health", async () => {
  await using mine = await startReceiver(() => 500);
  const { id } = await registerWebhook(node, mine.url, { tenant: "acme", event_types: ["order.certified"] });
  const { status, body } = await node.call("POST", `/webhooks/${id}/test`, {});
  expect(status).toBe(200);
  expect(body).toMatchObject({ trigger: "test", outcome: "http_error", status_code: 500 });
  expect(JSON.parse(mine.requests[0]?.text ?? "").data).toEqual(catalogue.get("order.certified")?.example);
  expect(mine.requests[0]?.headers["webhook-signature"]).toStartWith("v1,");
  const { body: webhook } = await node.call("GET", `/webhooks/${id}`);
  expect(webhook.health).toMatchObject({ state: "idle", consecutive_failures: 0 });
});

test("/webhooks: list all, create new, update configuration, delete; /webhooks/:id/deliveries: view delivery history and logs", async () => {
  await using mine = await startReceiver();
  const { id } = await registerWebhook(node, mine.url, { tenant: "resource", profile: "organiko" });
  const list = await node.call<{ data: { id: string }[] }>("GET", "/webhooks?tenant=resource");
  expect(list.body.data.map((one) => one.id)).toEqual([id]);
  const updated = await node.call("PATCH", `/webhooks/${id}`, { event_types: ["payment.*"] });
  expect(updated.body.event_types).toEqual(["payment.*"]);
  await publish(node, { tenant: "resource", type: "payment.seen" });
  await mine.waitFor(1);
  const history = await waitFor(async () => {
    const { body } = await node.call<{ data: Delivery[] }>(
      "GET",
      `/webhooks/${id}/deliveries?status=success`,
    );
    return body.data.length > 0 ? body.data : null;
  });
  expect(history).toMatchObject([{ event: { type: "payment.seen" }, status: "succeeded", attempt_count: 1 }]);
  expect((await node.call("DELETE", `/webhooks/${id}`)).status).toBe(204);
  expect((await node.call("GET", `/webhooks/${id}`)).status).toBe(404);
});

test("the request that the preview shows is the one that the receiver got, byte for byte", async () => {
  await using mine = await startReceiver();
  const webhook = await registerWebhook(node, `${mine.url}/in?from=organiko`, {
    tenant: "bytes",
    profile: "organiko",
  });
  const created = new Date(clockOf(node).now()).toISOString();
  const event = { id: "order_1042", type: "order.seen", created, data: { total: "129.50", lines: [1, 2] } };
  await publish(node, { ...event, tenant: "bytes" });
  const [request] = await mine.waitFor(1);
  const { id: delivery } = await deliveryOf(node, event.id, ({ status }) => status === "succeeded");
  const { id, url, secret } = webhook as typeof webhook & { url: string };
  const shown = await preview(node, "organiko", {
    ...{
      event: { ...event, channel: null, actor: null },
      tenant: "bytes",
      webhook: { id, url, secret, app_user: null },
    },
    ...{ delivery, attempt: { number: 1, timestamp: created } },
  });
  expect(request && wireOf(request)).toBe(shown);
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { expectProblem } from "../../support/api.ts";
import { ManualClock } from "../../support/clock.ts";
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
  nextAttempt,
  preview,
  wireOf,
} from "./contract.ts";

// Seed 002: each test is named by the sentence that it proves.

let node: TestNode;
let catalogue: Map<string, EventType>;

beforeAll(async () => {
  node = await startNode();
  catalogue = await importSample(node, "aiq");
});
afterAll(() => node.stop());

async function organization(name: string): Promise<string> {
  await node.call("PUT", `/tenants/${name}`, { name, profile: "aiq" });
  return name;
}

const events = [
  ...["product.created", "product.updated", "product.deleted"],
  ...["order.created", "order.confirmed", "order.updated", "order.cancelled", "order.closed"],
  ...["order.out_for_delivery", "order.ready_for_pickup", "order.delivered", "order.shipped"],
];

test("supported events: products and orders, all twelve with schema and example", () => {
  expect([...catalogue.keys()].sort()).toEqual([...events].sort());
  for (const { schema, example } of catalogue.values()) {
    expect(schema).toMatchObject({ type: "object" });
    expect(Object.keys(example).length).toBeGreaterThan(0);
  }
});

test("webhooks events will be sent as post request to this url, with the envelope", async () => {
  await using mine = await startReceiver();
  const tenant = await organization("posts");
  await registerWebhook(node, mine.url, { tenant, event_types: ["product.updated"] });
  const data = catalogue.get("product.updated")?.example;
  const { id } = await publish(node, { tenant, type: "product.updated", data, channel: "store-1" });
  const [request] = await mine.waitFor(1);
  expect(request?.method).toBe("POST");
  expect(JSON.parse(request?.text ?? "")).toEqual({
    ...{ id, type: "product.updated", created: new Date(clockOf(node).now()).toISOString() },
    ...{ data, channel: "store-1" },
  });
});

test("events: select the events the webhook will listen to, at least one must be selected", async () => {
  const webhook = { url: "https://example.com/aiq", profile: "aiq" };
  const none = await node.call("POST", "/webhooks", { ...webhook, event_types: [] });
  expect(expectProblem(none, 422, "invalid").errors?.[0]?.pointer).toBe("/event_types");
  const left = await node.call("POST", "/webhooks", webhook);
  expect(expectProblem(left, 422, "invalid").errors?.[0]).toEqual({
    pointer: "/event_types",
    detail: "is required",
  });
});

test("stores: select which stores should send events to the specified endpoint; only theirs arrive, the others say why not", async () => {
  await using mine = await startReceiver();
  const tenant = await organization("stores");
  await registerWebhook(node, mine.url, { tenant, channels: ["store-1", "store-2"] });
  for (const channel of ["store-1", "store-3", "store-2"])
    await publish(node, { id: channel, tenant, channel, type: "order.seen" });
  await publish(node, { id: "nowhere", tenant, type: "order.seen" });
  const requests = await mine.waitFor(2);
  expect(requests.map(({ text }) => JSON.parse(text).channel).sort()).toEqual(["store-1", "store-2"]);
  const reasonOf = async (id: string) =>
    (await node.call<Explained>("GET", `/events/${id}?tenant=${tenant}`)).body;
  expect((await reasonOf("store-3")).webhooks).toMatchObject([
    { reason: "it does not select the channel store-3" },
  ]);
  expect((await reasonOf("nowhere")).webhooks).toMatchObject([
    { reason: "the event has no channel, and it selects some" },
  ]);
  expect(mine.requests).toHaveLength(2);
});

type Explained = { webhooks: { reason: string }[] };

test("stores: an empty selection is refused, it would never send anything", async () => {
  const webhook = { url: "https://example.com/aiq", profile: "aiq", event_types: ["*"], channels: [] };
  const refused = expectProblem(await node.call("POST", "/webhooks", webhook), 422, "invalid");
  expect(refused.errors?.[0]?.pointer).toBe("/channels");
});

test("the event log displays created, event type, venue (store) and status of each delivery", async () => {
  await using mine = await startReceiver(({ text }) => (text.includes("store-1") ? 200 : 500));
  const tenant = await organization("log");
  const { id } = await registerWebhook(node, mine.url, { tenant });
  const created = "2024-01-15T10:00:00.000Z";
  await publish(node, { tenant, type: "order.seen", channel: "store-1", created });
  const failing = await publish(node, { tenant, type: "product.seen", channel: "store-2", created });
  await deliveryOf(node, failing.id, ({ attempt_count }) => attempt_count === 1);
  const log = async (filter: string) => {
    const { body } = await node.call<{ data: Delivery[] }>("GET", `/webhooks/${id}/deliveries?${filter}`);
    return body.data.map(({ event, status }) => [event.created, event.type, event.channel, status]);
  };
  await waitFor(async () => (await log("status=success")).length === 1);
  expect(await log("")).toEqual([
    [created, "product.seen", "store-2", "pending"],
    [created, "order.seen", "store-1", "succeeded"],
  ]);
  expect(await log("type=order.seen")).toHaveLength(1);
  expect(await log("channel=store-2")).toHaveLength(1);
  expect(await log("since=2030-01-01T00:00:00Z")).toHaveLength(0);
});

test.each([
  [201, "http_error"],
  [202, "http_error"],
  [204, "http_error"],
  [301, "redirect"],
  [302, "redirect"],
  [500, "http_error"],
])(
  "ensure your server returns an http 200 response: %d is a failed delivery (%s)",
  async (status, outcome) => {
    await using elsewhere = await startReceiver();
    await using mine = await startReceiver(() => ({ status, headers: { location: elsewhere.url } }));
    const tenant = await organization(`status-${status}`);
    const { id: webhook } = await registerWebhook(node, mine.url, { tenant });
    const { id } = await publish(node, { tenant, type: "order.seen" });
    const delivery = await deliveryOf(node, id, ({ attempt_count }) => attempt_count === 1);
    expect(delivery).toMatchObject({ status: "pending", attempts: [{ outcome, status_code: status }] });
    const { body } = await node.call<{ health: object }>("GET", `/webhooks/${webhook}`);
    expect(body.health).toMatchObject({ consecutive_failures: 1, last_success: null });
    expect(elsewhere.requests).toHaveLength(0);
  },
);

test("we will automatically retry 3 times, if all fails then we mark as failed: 1 + 3 attempts", async () => {
  await using mine = await startReceiver(() => 500);
  const tenant = await organization("retries");
  await registerWebhook(node, mine.url, { tenant });
  const { id } = await publish(node, { tenant, type: "order.seen" });
  for (let made = 1; made <= 3; made++) {
    const { next_attempt } = await deliveryOf(node, id, ({ attempt_count }) => attempt_count === made);
    const due = Date.parse(next_attempt ?? "");
    const wait = (due - clockOf(node).now()) / 1000;
    const planned = [60, 300, 900][made - 1] ?? 0;
    expect(Math.abs(wait - planned)).toBeLessThanOrEqual(planned * 0.1);
    await nextAttempt(node, id, made);
  }
  const last = await deliveryOf(node, id, ({ status }) => status !== "pending");
  expect(last).toMatchObject({ status: "failed", attempt_count: 4, next_attempt: null });
  clockOf(node).advance(86_400_000);
  expect(mine.requests).toHaveLength(4);
});

test("confirm json parsing rules on your side (aiq sends strict json): the very characters of the event arrive", async () => {
  await using mine = await startReceiver();
  const tenant = await organization("strict");
  await registerWebhook(node, mine.url, { tenant });
  const data = '{"price": 1.50, "sku": 12345678901234567890, "z": 1, "a": "é\\u0000\\u2028", "1": null}';
  await node.call("POST", "/events", `{"tenant":"${tenant}","type":"product.seen","data":${data}}`);
  const [request] = await mine.waitFor(1);
  expect(() => JSON.parse(request?.text ?? "")).not.toThrow();
  expect(request?.text).toContain(`"data":${data.replaceAll(/(?<=[:,]) /g, "")}`);
  expect(request?.headers["content-type"]).toBe("application/json");
  const sloppy = await node.call("POST", "/events", `{"tenant":"${tenant}","type":"a","data":{'a':1,}}`);
  expectProblem(sloppy, 400, "malformed_json");
});

test("your system should treat events as idempotent based on their event id: it is in body and header and never changes", async () => {
  await using today = await startNode({ clock: new ManualClock(Date.now()) });
  await using mine = await startReceiver();
  const { secret } = await registerWebhook(today, mine.url, { profile: "aiq" });
  const { id } = await publish(today, {});
  const [request] = await mine.waitFor(1);
  expect(request?.headers["webhook-id"]).toBe(id);
  expect(new Webhook(secret).verify(request?.text ?? "", request?.headers ?? {})).toMatchObject({ id });
});

test("publishing the same event twice sends it once", async () => {
  await using mine = await startReceiver();
  const tenant = await organization("once");
  await registerWebhook(node, mine.url, { tenant });
  const event = { id: "order-1", tenant, type: "order.seen", data: { a: 1 } };
  expect((await node.call("POST", "/events", event)).status).toBe(202);
  const again = await node.call("POST", "/events", event);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
  await mine.waitFor(1);
  const { body } = await node.call<{ data: Delivery[] }>("GET", `/deliveries?tenant=${tenant}`);
  expect(body.data).toHaveLength(1);
});

test("the request that the preview shows is the one that the receiver got, byte for byte", async () => {
  await using mine = await startReceiver();
  const tenant = await organization("bytes");
  const webhook = await registerWebhook(node, `${mine.url}/aiq?x=1`, { tenant, headers: { "X-Shop": "7" } });
  const created = new Date(clockOf(node).now()).toISOString();
  const event = { id: "order-77", type: "order.seen", created, data: { total: 1.5 }, channel: "store-1" };
  await publish(node, { ...event, tenant });
  const [request] = await mine.waitFor(1);
  const { id: delivery } = await deliveryOf(node, event.id, ({ status }) => status === "succeeded");
  const { id, secret } = webhook;
  const own = { id, url: `${mine.url}/aiq?x=1`, secret, headers: { "X-Shop": "7" } };
  const facts = { event, tenant, webhook: own, delivery, attempt: { number: 1, timestamp: created } };
  expect(request && wireOf(request)).toBe(await preview(node, "aiq", facts));
});

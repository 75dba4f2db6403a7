import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

type Shown = {
  deliveries: number;
  unmatched_reason: string | null;
  webhooks: { webhook: { id: string }; matched: boolean; reason: string | null }[];
};

const LOOPS = "($f := function($n) { $f($n + 1) }; $f(0))";

const shown = async (id: string) => (await node.call<Shown>("GET", `/events/${id}`)).body;
const reasonFor = async (event: string, webhook: string) =>
  (await shown(event)).webhooks.find((one) => one.webhook.id === webhook)?.reason;

describe("a filter", () => {
  test("lets through what it is true for and nothing else, and the event says why", async () => {
    const tenant = "filtered";
    await using own = await startReceiver();
    const big = await registerWebhook(node, own.url, { tenant, filter: "data.total > 100" });
    expect(big.filter).toBe("data.total > 100");
    const small = await publish(node, { tenant, data: { total: 100 } });
    const large = await publish(node, { tenant, data: { total: 101 } });
    expect([small.deliveries, large.deliveries]).toEqual([0, 1]);
    const [request] = await own.waitFor(1);
    expect(JSON.parse(request?.text ?? "").id).toBe(large.id);
    expect(await shown(small.id)).toMatchObject({
      unmatched_reason: "the tenant's one webhook does not get it: its filter answered false",
      webhooks: [{ matched: false, reason: "its filter answered false" }],
    });
    expect(await shown(large.id)).toMatchObject({ unmatched_reason: null, webhooks: [{ matched: true }] });
    expect(own.requests).toHaveLength(1);
  });

  test.each([
    ["type", 'type = "order.created"'],
    ["channel", 'channel = "store-7"'],
    ["actor", 'actor = "user-9"'],
    ["data", "data.lines[0].sku = 'x'"],
    ["previous attributes", "previous_attributes.total = 1"],
  ])("sees the event's %s", async (name, filter) => {
    const tenant = `sees-${name.replace(" ", "-")}`;
    await registerWebhook(node, receiver.url, { tenant, filter, status: "paused" });
    const whole = {
      ...{ tenant, channel: "store-7", actor: "user-9" },
      ...{ data: { lines: [{ sku: "x" }] }, previous_attributes: { total: 1 } },
    };
    expect((await publish(node, whole)).deliveries).toBe(1);
    expect((await publish(node, { tenant, type: "other.type" })).deliveries).toBe(0);
  });

  test("that fails, or goes on for too long, is told on the event, and holds up no other webhook", async () => {
    const tenant = "failing";
    await using own = await startReceiver();
    const broken = await registerWebhook(node, own.url, { tenant, filter: 'data.total + "a" > 1' });
    const endless = await registerWebhook(node, own.url, { tenant, filter: LOOPS });
    const nothing = await registerWebhook(node, own.url, { tenant, filter: "data.there_is_none" });
    const open = await registerWebhook(node, own.url, { tenant });
    const { id, deliveries } = await publish(node, { tenant });
    expect(deliveries).toBe(1);
    await own.waitFor(1);
    expect(await reasonFor(id, broken.id)).toMatch(/^its filter failed: .*\+/);
    expect(await reasonFor(id, endless.id)).toMatch(/^its filter failed: /);
    expect(await reasonFor(id, nothing.id)).toBe("its filter answered nothing");
    expect(await reasonFor(id, open.id)).toBeNull();
  });

  test("is not asked again for an event that comes again, whatever it would say now", async () => {
    const tenant = "again";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant, filter: "false" });
    const event = { type: "order.created", data: {}, id: "same", tenant };
    const first = await node.call("POST", "/events", event);
    await node.call("PATCH", `/webhooks/${webhook}`, { filter: "true" });
    const again = await node.call("POST", "/events", event);
    expect([first.status, again.status]).toEqual([202, 200]);
    expect(again.body).toEqual(first.body);
    expect(again.body.deliveries).toBe(0);
    expect(await reasonFor("same", webhook)).toBe("its filter answered false");
  });

  test("is asked for each event of a batch", async () => {
    const tenant = "batch";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant, filter: "data.n % 2 = 0" });
    const events = Array.from({ length: 20 }, (_, n) => ({ type: "a", tenant, data: { n }, id: `b${n}` }));
    const { body } = await node.call<{ data: { deliveries: number }[] }>("POST", "/events/batch", { events });
    expect(body.data.map(({ deliveries }) => deliveries)).toEqual(events.map((_, n) => (n + 1) % 2));
    await waitFor(async () => {
      const { body } = await node.call<{ data: unknown[] }>(
        "GET",
        `/webhooks/${webhook}/deliveries?status=succeeded`,
      );
      return body.data.length === 10;
    });
  });

  test("can be changed and taken away", async () => {
    const tenant = "changed";
    const { id } = await registerWebhook(node, receiver.url, { tenant, filter: "false", status: "paused" });
    const deliveries = async () => (await publish(node, { tenant })).deliveries;
    expect(await deliveries()).toBe(0);
    await node.call("PATCH", `/webhooks/${id}`, { description: "the filter stays" });
    expect(await deliveries()).toBe(0);
    const changed = await node.call("PATCH", `/webhooks/${id}`, { filter: "data.total = 42" });
    expect([changed.body.filter, await deliveries()]).toEqual(["data.total = 42", 1]);
    const none = await node.call("PATCH", `/webhooks/${id}`, { filter: null });
    expect([none.body.filter, await deliveries()]).toEqual([null, 1]);
  });

  test("that cannot be read is refused with the reason, and nothing is changed", async () => {
    const refused = { url: receiver.url, event_types: ["*"], filter: "data.total >" };
    const problem = expectProblem(await node.call("POST", "/webhooks", refused), 422, "invalid");
    expect(problem.errors).toEqual([{ pointer: "/filter", detail: expect.stringMatching(/\w{3}/) }]);
    const { id } = await registerWebhook(node, receiver.url, { tenant: "unread", filter: "true" });
    const patched = await node.call("PATCH", `/webhooks/${id}`, { filter: "((", description: "new" });
    expect(expectProblem(patched, 422, "invalid").errors?.[0]?.pointer).toBe("/filter");
    const { body } = await node.call("GET", `/webhooks/${id}`);
    expect([body.filter, body.description]).toEqual(["true", ""]);
  });
});

describe("trying a filter", () => {
  const attempt = (body: unknown, key?: string) =>
    node.call<{ matches: boolean; result: string | null; error: string | null }>(
      ...(["POST", "/webhooks/filter/try", body, key ? { key } : {}] as const),
    );
  const event = { type: "order.created", data: { total: 42, lines: [{ n: 1 }, { n: 2 }] } };

  test.each([
    ["data.total > 40", { matches: true, result: "true", error: null }],
    ["data.total > 42", { matches: false, result: "false", error: null }],
    ["data.none", { matches: false, result: null, error: null }],
    ["$sum(data.lines.n)", { matches: true, result: "3", error: null }],
    ["data.lines[0]", { matches: true, result: '{"n":1}', error: null }],
    ["channel", { matches: false, result: "null", error: null }],
    [">", { matches: false, result: null, error: expect.stringMatching(/\w{3}/) }],
    [LOOPS, { matches: false, result: null, error: expect.stringMatching(/\w{3}/) }],
  ])("%s", async (filter, expected) => {
    const { status, body } = await attempt({ filter, event });
    expect([status, body]).toEqual([200, expected]);
  });

  test("works on an event that was accepted, for who may read events", async () => {
    const { id } = await publish(node, { tenant: "tried", data: { secret: "s" }, channel: "c" });
    const named = { filter: "data.secret & channel", event_id: id };
    expect((await attempt(named)).body).toEqual({ matches: true, result: '"sc"', error: null });
    const blind = await makeKey(node, { scopes: ["webhooks:read"] });
    expectProblem(await attempt(named, blind), 403, "forbidden");
    expect((await attempt({ filter: "true", event }, blind)).status).toBe(200);
    const foreign = await makeKey(node, { scopes: ["webhooks:read", "events:read"], tenant: "default" });
    expectProblem(await attempt(named, foreign), 404, "not_found");
  });

  test.each([
    ["neither event nor id", { filter: "true" }, ""],
    ["both", { filter: "true", event, event_id: "e" }, ""],
    ["no filter", { event }, "/filter"],
    ["an event without data", { filter: "true", event: { type: "a" } }, "/event/data"],
    ["an unknown field of the event", { filter: "true", event: { ...event, id: "e" } }, "/event/id"],
  ])("%s is refused", async (_, body, pointer) => {
    expect(expectProblem(await attempt(body), 422, "invalid").errors?.[0]?.pointer).toBe(pointer);
  });

  test("is done for few at once, so that it holds up no events", async () => {
    const asked = Array.from({ length: 30 }, () => attempt({ filter: "data.total", event }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
    expect((await attempt({ filter: "data.total", event })).status).toBe(200);
  });
});

test("an event whose filter cannot be asked any more is not accepted, rather than delivered to nobody", async () => {
  const own = await startNode();
  await registerWebhook(own, receiver.url, { filter: "true" });
  await (own.deps.sandbox as Sandbox).close();
  const event = { id: "late", type: "order.created", data: 1 };
  expectProblem(await own.call("POST", "/events", event), 503, "database_unavailable");
  expectProblem(await own.call("GET", "/events/late"), 404, "not_found");
  await own.stop();
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { rows } from "../db/helpers.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
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

type Replayed = { deliveries: { id: string; webhook: string }[]; unmatched_reason: string | null };
type Shown = { deliveries: number; unmatched_reason: string | null };

const replay = (event: string, tenant: string, body?: object, key?: string) =>
  node.call<Replayed>(
    "POST",
    `/events/${event}/replay?tenant=${tenant}`,
    body,
    key === undefined ? {} : { key },
  );
const show = async (event: string, tenant: string) =>
  (await node.call<Shown>("GET", `/events/${event}?tenant=${tenant}`)).body;
const statuses = (tenant: string) =>
  rows<{ id: string; status: string; attempt_count: number }>(
    node.store,
    "SELECT id, status, attempt_count FROM deliveries WHERE tenant = ? ORDER BY seq",
    [tenant],
  );
const done = (tenant: string, count: number) =>
  waitFor(async () => {
    const all = await statuses(tenant);
    return all.length === count && all.every(({ status }) => status === "succeeded") ? all : null;
  }, `${count} deliveries`);

test("makes a new delivery for each webhook that matches now, and leaves the earlier ones as they were", async () => {
  const tenant = "all";
  const first = await registerWebhook(node, receiver.url, { tenant });
  await publish(node, { tenant, id: "again", data: { n: 1 } });
  const [before] = await done(tenant, 1);
  const second = await registerWebhook(node, receiver.url, { tenant });
  await registerWebhook(node, receiver.url, { tenant, event_types: ["other"] });
  const { status, body } = await replay("again", tenant);
  expect({ status, body }).toEqual({
    ...{ status: 202 },
    body: {
      deliveries: [first, second].map(({ id }) => ({ id: expect.stringMatching(/^dlv_/), webhook: id })),
      unmatched_reason: null,
    },
  });
  const after = await done(tenant, 3);
  expect(after[0]).toEqual(before as never);
  expect(after.slice(1).map(({ id }) => id)).toEqual(body.deliveries.map(({ id }) => id));
  expect(await show("again", tenant)).toMatchObject({ deliveries: 3, unmatched_reason: null });
  const bodies = receiver.requests.map(({ text }) => text).filter((text) => text.includes('"again"'));
  expect(new Set(bodies).size).toBe(1);
});

test("of an event that nobody got says so no more, and of one that nobody gets says why", async () => {
  const tenant = "nobody";
  await publish(node, { tenant, id: "lonely" });
  expect((await replay("lonely", tenant)).body).toEqual({
    deliveries: [],
    unmatched_reason: "the tenant has no webhooks",
  });
  expect(await show("lonely", tenant)).toMatchObject({ deliveries: 0 });
  await registerWebhook(node, receiver.url, { tenant });
  expect((await replay("lonely", tenant)).body.deliveries).toHaveLength(1);
  expect(await show("lonely", tenant)).toMatchObject({ deliveries: 1, unmatched_reason: null });
  await done(tenant, 1);
});

test("goes to the one webhook that is named, later where it is paused, and nowhere with the reason where it does not match", async () => {
  const tenant = "named";
  await registerWebhook(node, receiver.url, { tenant });
  const paused = await registerWebhook(node, receiver.url, {
    tenant,
    event_types: ["a.*"],
    status: "paused",
  });
  const off = await registerWebhook(node, receiver.url, { tenant });
  const foreign = await registerWebhook(node, receiver.url, { tenant: "elsewhere" });
  await node.call("PATCH", `/webhooks/${off.id}`, { status: "disabled" });
  await publish(node, { tenant, id: "a", type: "a.b" });
  await publish(node, { tenant, id: "b", type: "b" });
  expect((await replay("a", tenant, { webhook: paused.id })).body.deliveries).toMatchObject([
    { webhook: paused.id },
  ]);
  await waitFor(
    async () => (await statuses(tenant)).filter(({ status }) => status === "succeeded").length === 2,
  );
  const before = await counts(node);
  const mismatch = expectProblem(await replay("b", tenant, { webhook: paused.id }), 422, "invalid");
  expect(mismatch.errors).toEqual([
    { pointer: "/webhook", detail: "does not get this event: it does not subscribe to b" },
  ]);
  expectProblem(await replay("a", tenant, { webhook: off.id }), 409, "webhook_disabled");
  expectProblem(await replay("a", tenant, { webhook: foreign.id }), 422, "invalid");
  expectProblem(await replay("a", tenant, { webhook: "wh_nope" }), 404, "not_found");
  expectProblem(await replay("nope", tenant), 404, "not_found");
  const key = await makeKey(node, { tenant, scopes: ["deliveries:write"] });
  expectProblem(await replay("a", tenant, { webhook: foreign.id }, key), 404, "not_found");
  expect({ ...(await counts(node)), api_keys: 0, audit_log: 0 }).toEqual({
    ...before,
    api_keys: 0,
    audit_log: 0,
  });
});

test("is refused for a test event, and not found by a key that is bound to other types", async () => {
  const tenant = "tests";
  const { id } = await registerWebhook(node, receiver.url, { tenant, event_types: ["a"] });
  await node.call("POST", `/webhooks/${id}/test`, {});
  const { body } = await node.call<{ data: { id: string; test: boolean }[] }>(
    "GET",
    `/events?tenant=${tenant}`,
  );
  expect(body.data).toMatchObject([{ test: true }]);
  const event = body.data[0]?.id ?? "";
  expectProblem(await replay(event, tenant), 409, "test_event");
  const { body: log } = await node.call<{ data: object[] }>("GET", `/deliveries?tenant=${tenant}`);
  expect(log.data).toMatchObject([{ test: true, status: "succeeded" }]);
  await publish(node, { tenant, type: "a", id: "real" });
  const key = await makeKey(node, { event_types: ["b"], scopes: ["deliveries:write"] });
  expectProblem(await replay("real", tenant, {}, key), 404, "not_found");
});

test("an event that is published again after a replay gets its first answer", async () => {
  const tenant = "first-answer";
  await registerWebhook(node, receiver.url, { tenant });
  const event = { id: "same", tenant, type: "order.seen", data: 1 };
  const first = await node.call("POST", "/events", event);
  (node.clock as ManualClock).advance(1000);
  await replay("same", tenant);
  const again = await node.call("POST", "/events", event);
  expect([again.status, again.body]).toEqual([200, first.body]);
});

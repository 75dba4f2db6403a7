import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectProblem, makeKey } from "../../support/api.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";
import { startReceiver } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  clockOf,
  deliveryOf,
  type EventType,
  importSample,
  type Notification,
  nextAttempt,
  notificationsOf,
  preview,
  wireOf,
} from "./contract.ts";

// Seed 001: each test is named by the sentence that it proves.

let node: TestNode;
let catalogue: Map<string, EventType>;

beforeAll(async () => {
  node = await startNode();
  catalogue = await importSample(node, "orisha");
});
afterAll(() => node.stop());

/** An administration of its own, whose webhooks have the contract because their tenant does. */
async function administration(code: string): Promise<string> {
  await node.call("PUT", `/tenants/${code}`, { name: code, profile: "orisha" });
  return code;
}

const bodies: [type: string, fields: string[]][] = [
  ["item.created", ["ItemCode"]],
  ["item.deleted", ["ItemCode"]],
  ["customer.created", ["CustomerCode"]],
  ["customer.deleted", ["CustomerCode"]],
  ["customer.updated", ["CustomerCode"]],
  ["pricelist.created", ["PriceListCode"]],
  ["pricelist.deleted", ["PriceListCode"]],
  ["customer.contactperson.created", ["CustomerCode", "ContactPersonCode"]],
  ["customer.contactperson.deleted", ["CustomerCode", "ContactPersonCode"]],
  ["customer.contactperson.updated", ["CustomerCode", "ContactPersonCode"]],
  ["customer.address.created", ["CustomerCode", "AddressCode"]],
  ["customer.address.deleted", ["CustomerCode", "AddressCode"]],
  ["customer.address.updated", ["CustomerCode", "AddressCode"]],
];

test("Every administration has a limit of 3 webhooks", async () => {
  const tenant = await administration("limit");
  const urls = [1, 2, 3].map((n) => `https://example.com/${n}`);
  const made = await Promise.all(urls.map((url) => registerWebhook(node, url, { tenant })));
  const fourth = { url: "https://example.com/4", tenant, event_types: ["item.created"] };
  const refused = expectProblem(await node.call("POST", "/webhooks", fourth), 409, "webhook_limit");
  expect(refused.detail).toContain("3 webhooks");
  expect(
    (await node.call("POST", "/webhooks", { ...fourth, tenant: "another", profile: "orisha" })).status,
  ).toBe(201);
  await node.call("DELETE", `/webhooks/${made[0]?.id}`);
  expect((await node.call("POST", "/webhooks", fourth)).status).toBe(201);
});

test("These webhooks can be configured through a management endpoint in the API, by the administration's own key", async () => {
  const tenant = await administration("own-key");
  const key = await makeKey(node, { tenant, scopes: ["webhooks:write", "webhooks:read"] });
  const webhook = { url: "https://example.com/own", event_types: ["item.created"] };
  const made = await node.call("POST", "/webhooks", webhook, { key });
  expect(made).toMatchObject({ status: 201, body: { tenant, status: "active" } });
  expectProblem(
    await node.call("POST", "/webhooks", { ...webhook, tenant: "other" }, { key }),
    403,
    "forbidden",
  );
});

test("the limit of 3 is not passed by the administration's own key, which may name no other profile", async () => {
  const tenant = await administration("sly");
  const key = await makeKey(node, { tenant, scopes: ["webhooks:write", "webhooks:read"] });
  const webhook = { url: "https://example.com/sly", event_types: ["item.created"] };
  const ask = (fields: object) => node.call("POST", "/webhooks", { ...webhook, ...fields }, { key });
  for (let made = 0; made < 3; made++) expect((await ask({})).status).toBe(201);
  expectProblem(await ask({ profile: "standard" }), 403, "forbidden");
  expectProblem(await ask({}), 409, "webhook_limit");
});

test("In the header X-Event-Id is sent a unique identifier, the same when a webhook is triggered multiple times", async () => {
  await using mine = await startReceiver();
  mine.reply([500, 200]);
  const tenant = await administration("repeat");
  await registerWebhook(node, mine.url, { tenant });
  const { id } = await publish(node, { tenant });
  await nextAttempt(node, id, 1);
  const requests = await mine.waitFor(2);
  expect(requests.map(({ headers }) => headers["x-event-id"])).toEqual([id, id]);
});

describe("A webhook will be automatically disabled after failing 100 times with no successful execution", () => {
  test("at the hundredth and not before, with exactly one notification to the customer; at 50 and 90 it was warned once each", async () => {
    await using mine = await startReceiver(() => 500);
    const tenant = await administration("failing");
    const { id } = await registerWebhook(node, mine.url, { tenant });
    const state = async () => (await node.call<Shown>("GET", `/webhooks/${id}`)).body;
    const told = async () =>
      (await notificationsOf(node, tenant)).filter(({ kind }) => kind.startsWith("webhook."));
    const seen: Record<number, string[]> = {};
    for (let failures = 1; failures <= 100; failures++) {
      const event = await publish(node, { tenant });
      await deliveryOf(node, event.id, ({ attempt_count }) => attempt_count === 1);
      if ([49, 50, 89, 90, 99, 100].includes(failures)) {
        await waitFor(async () => (await state()).health.consecutive_failures === failures);
        if (failures === 100) await waitFor(async () => (await state()).status === "disabled");
        else expect((await state()).status).toBe("active");
        const expected = { 50: 1, 90: 2, 100: 3 }[failures] ?? 0;
        await waitFor(async () => (await told()).length >= expected);
        seen[failures] = (await told()).map(({ kind }) => kind).reverse();
      }
    }
    const failing = "webhook.failing";
    expect(seen).toEqual({
      49: [],
      50: [failing],
      89: [failing],
      90: [failing, failing],
      99: [failing, failing],
      100: [failing, failing, "webhook.disabled"],
    });
    expect(await state()).toMatchObject({ status: "disabled", status_reason: "consecutive_failures" });
    const disabled = (await told()).filter(({ kind }: Notification) => kind === "webhook.disabled");
    expect(disabled).toHaveLength(1);
    expect(disabled[0]?.webhook?.id).toBe(id);
  });

  type Shown = { status: string; status_reason: string; health: { consecutive_failures: number } };

  test("what was still waiting for it is cancelled, visibly, and a later event says why it does not get it", async () => {
    const cancelled = await waitFor(async () => {
      const route = "/deliveries?tenant=failing&status=cancelled&limit=250";
      const { body } = await node.call<{ data: { cancel_reason: string }[] }>("GET", route);
      return body.data.length === 100 ? body.data : null;
    });
    expect(new Set(cancelled.map(({ cancel_reason }) => cancel_reason))).toEqual(
      new Set(["webhook_disabled"]),
    );
    const { id, deliveries } = await publish(node, { tenant: "failing" });
    expect(deliveries).toBe(0);
    const { body: event } = await node.call<{ webhooks: { reason: string }[] }>(
      "GET",
      `/events/${id}?tenant=failing`,
    );
    expect(event.webhooks).toMatchObject([{ reason: "it is disabled" }]);
  });

  test("a single success starts the count anew", async () => {
    await using mine = await startReceiver();
    mine.reply([500, 500, 200, 500]);
    const tenant = await administration("counting");
    const { id } = await registerWebhook(node, mine.url, { tenant });
    const counts: number[] = [];
    for (let i = 0; i < 4; i++) {
      const event = await publish(node, { tenant });
      await deliveryOf(node, event.id, ({ attempt_count }) => attempt_count === 1);
      const { body } = await node.call<Shown>("GET", `/webhooks/${id}`);
      counts.push(body.health.consecutive_failures);
    }
    expect(counts).toEqual([1, 2, 0, 1]);
  });
});

describe("Security", () => {
  test("you will get a unique secret which is sent in the header X-Secret", async () => {
    await using mine = await startReceiver();
    const tenant = await administration("secret");
    const one = await registerWebhook(node, mine.url, { tenant });
    const two = await registerWebhook(node, mine.url, { tenant });
    await publish(node, { tenant });
    const requests = await mine.waitFor(2);
    expect(one.secret).not.toBe(two.secret);
    expect(requests.map(({ headers }) => headers["x-secret"]).sort()).toEqual(
      [one.secret, two.secret].sort(),
    );
  });

  test("We only provide the secret once; if you have lost it, you need to reset it", async () => {
    await using mine = await startReceiver();
    const tenant = await administration("reset");
    const { id, secret } = await registerWebhook(node, mine.url, { tenant });
    expectProblem(await node.call("GET", `/webhooks/${id}/secret`), 403, "secret_shown_once");
    expect(JSON.stringify((await node.call("GET", `/webhooks/${id}`)).body)).not.toContain(secret);
    const { body } = await node.call<{ secret: string }>("POST", `/webhooks/${id}/secret/rotate`, {});
    expect(body.secret).not.toBe(secret);
    await publish(node, { tenant });
    const [request] = await mine.waitFor(1);
    expect(request?.headers["x-secret"]).toBe(body.secret);
  });

  test("nobody finds the secret in the log of attempts", async () => {
    await using mine = await startReceiver();
    const tenant = await administration("masked");
    const { secret } = await registerWebhook(node, mine.url, { tenant });
    const { id } = await publish(node, { tenant });
    const delivery = await deliveryOf(node, id, ({ status }) => status === "succeeded");
    expect(JSON.stringify(delivery)).not.toContain(secret);
    expect(JSON.stringify(delivery)).toContain("X-Secret");
  });
});

test("The webhook will be sent as a POST request with the default request headers, and no other of ours", async () => {
  await using mine = await startReceiver();
  const tenant = await administration("ADM-77");
  const { secret } = await registerWebhook(node, mine.url, { tenant });
  const { id } = await publish(node, {
    tenant,
    type: "item.created",
    data: { ItemCode: "A-1" },
    actor: "user-9",
  });
  const [request] = await mine.waitFor(1);
  expect(request?.method).toBe("POST");
  expect(request?.rawHeaders.filter(([name]) => name.startsWith("X-"))).toEqual([
    ["X-Event-Id", id],
    ["X-Event-Type", "item.created"],
    ["X-Secret", secret],
    ["X-Administration-Code", tenant],
    ["X-TriggeredBy-Id", "user-9"],
  ]);
});

test("X-TriggeredBy-Id is also sent with a test event, of a made-up user unless one is given", async () => {
  await using mine = await startReceiver();
  const tenant = await administration("tested");
  const { id } = await registerWebhook(node, mine.url, { tenant, event_types: ["item.created"] });
  await node.call("POST", `/webhooks/${id}/test`);
  await node.call("POST", `/webhooks/${id}/test`, { actor: "user-7" });
  await node.call("POST", `/webhooks/${id}/test`, { actor: null });
  const sent = mine.requests.map(({ headers }) => headers["x-triggeredby-id"]);
  expect(sent).toEqual(["user-9", "user-7", undefined as never]);
});

test("without a user who triggered it there is no header X-TriggeredBy-Id", async () => {
  await using mine = await startReceiver();
  const tenant = await administration("nobody");
  await registerWebhook(node, mine.url, { tenant });
  await publish(node, { tenant });
  const [request] = await mine.waitFor(1);
  expect(request?.headers).not.toHaveProperty("x-triggeredby-id");
});

test.each(bodies)("event type %s has the request body %p, alone and nothing else", async (type, fields) => {
  await using mine = await startReceiver();
  const tenant = await administration(type);
  await registerWebhook(node, mine.url, { tenant, event_types: [type] });
  const data = catalogue.get(type)?.example ?? {};
  expect(Object.keys(data)).toEqual(fields);
  await publish(node, { tenant, type, data });
  const [request] = await mine.waitFor(1);
  expect(request?.text).toBe(JSON.stringify(data));
  for (const field of fields) {
    const { [field]: _, ...without } = data;
    const refused = await node.call("POST", "/events", { tenant, type, data: without });
    expect(expectProblem(refused, 422, "invalid").errors?.map(({ pointer }) => pointer)).toEqual([
      `/data/${field}`,
    ]);
  }
});

test("You have the option to choose one or more from the following types: the catalogue has these thirteen", () => {
  expect([...catalogue.keys()].sort()).toEqual(bodies.map(([type]) => type).sort());
});

test("the request that the preview shows is the one that the receiver got, byte for byte", async () => {
  await using mine = await startReceiver();
  const tenant = await administration("bytes");
  const webhook = await registerWebhook(node, `${mine.url}/orisha`, { tenant });
  const created = new Date(clockOf(node).now()).toISOString();
  const event = { id: "item-1", type: "item.created", created, data: { ItemCode: "A-1" }, actor: "user-9" };
  await publish(node, { ...event, tenant });
  const [request] = await mine.waitFor(1);
  const { id: delivery } = await deliveryOf(node, event.id, ({ status }) => status === "succeeded");
  const { id, secret } = webhook;
  const shown = await preview(node, "orisha", {
    ...{ event, tenant, webhook: { id, url: `${mine.url}/orisha`, secret }, delivery },
    attempt: { number: 1, timestamp: created },
  });
  expect(request && wireOf(request)).toBe(shown);
});

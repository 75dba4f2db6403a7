import { afterAll, beforeAll, expect, test } from "bun:test";
import { records } from "../../src/db/store.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import { ManualClock } from "../support/clock.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const clock = new ManualClock();
let node: TestNode;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode({ clock });
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const limitTo = (value: number) => node.call("PUT", "/settings/changes_per_minute", { value });
const rename = (id: string, key: string, description = String(Math.random())) =>
  node.call("PATCH", `/webhooks/${id}`, { description }, { key });
const keyOf = (tenant: string) =>
  makeKey(node, { scopes: ["webhooks:write", "webhooks:read", "events:write"], tenant });

test("a key's changes beyond the limit are refused until the minute is over; reading, publishing and others go on", async () => {
  const [acme, other] = [await keyOf("acme"), await keyOf("other")];
  const [own, foreign] = [
    await registerWebhook(node, receiver.url, { tenant: "acme" }),
    await registerWebhook(node, receiver.url, { tenant: "other" }),
  ];
  await limitTo(5);
  const statuses = await Promise.all(Array.from({ length: 8 }, () => rename(own.id, acme)));
  expect(statuses.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  clock.advance(20_000);
  const refused = await rename(own.id, acme);
  expectProblem(refused, 429, "too_many_requests");
  expect(refused.headers.get("retry-after")).toBe("40");
  expect((await node.call("GET", `/webhooks/${own.id}`, undefined, { key: acme })).status).toBe(200);
  const event = { type: "a", data: {} };
  for (let n = 0; n < 10; n++)
    expect((await node.call("POST", "/events", event, { key: acme })).status).toBe(202);
  expect((await rename(foreign.id, other)).status).toBe(200);
  clock.advance(40_000);
  expect((await rename(own.id, acme)).status).toBe(200);
});

test("all keys of a tenant have one limit together, and operators none", async () => {
  const [one, two] = [await keyOf("twins"), await keyOf("twins")];
  const { id } = await registerWebhook(node, receiver.url, { tenant: "twins" });
  await limitTo(4);
  for (const key of [one, two, one, two]) expect((await rename(id, key)).status).toBe(200);
  for (const key of [one, two]) expectProblem(await rename(id, key), 429, "too_many_requests");
  for (let n = 0; n < 10; n++)
    expect((await node.call("PATCH", `/webhooks/${id}`, { description: `${n}` })).status).toBe(200);
  await limitTo(0);
  for (let n = 0; n < 10; n++) expect((await rename(id, one)).status).toBe(200);
});

test("a change of a few bytes writes a few bytes, however large the webhook is", async () => {
  const key = await keyOf("large");
  const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, "x".repeat(400)]));
  const { id } = await registerWebhook(node, receiver.url, { tenant: "large", metadata });
  await limitTo(0);
  const size = async () => {
    const sql = `SELECT coalesce(sum(length(data)), 0) AS size FROM happenings WHERE webhook = ?`;
    return records<{ size: number }>(await node.store.read({ sql, args: [id] }))[0]?.size ?? 0;
  };
  const before = await size();
  expect(before).toBeGreaterThan(8000);
  for (let n = 0; n < 10; n++) await rename(id, key, `${n}`);
  expect((await size()) - before).toBeLessThan(10 * 400);
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import { createQuery } from "../../src/db/query.ts";
import { settleJobs } from "../../src/outbox/jobs/outcome.ts";
import { rows } from "../db/helpers.ts";
import { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { getJob, jobOver, missed, moment, startJob } from "../support/jobs.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;

beforeEach(async () => {
  clock = new ManualClock();
  receiver = await startReceiver();
  node = await startNode({ clock });
});
afterEach(async () => {
  await node.stop();
  await receiver.stop();
});

type Outcome = { delivered: number; failed: number; retrying: number } | null;

const outcomeOf = async (id: string) => ((await getJob(node, id)) as { outcome?: Outcome }).outcome;
const comes = (id: string, expected: Outcome) =>
  waitFor(async () => Bun.deepEquals(await outcomeOf(id), expected), JSON.stringify(expected));
const settle = () => settleJobs({ store: node.store, query: createQuery(node.store) }, clock.now());
const countOf = async (job: string, status: string) => {
  const route = `/deliveries?job=${job}&status=${status}`;
  const { body } = await node.call<{ data: object[] }>("GET", route);
  return body.data.length;
};

test("a retry job tells what was delivered and what failed again, also when its deliveries are gone", async () => {
  receiver.reply(({ path }) => (path === "/bad" ? 500 : 200));
  const fields = (type: string) => ({ tenant: "acme", event_types: [type] });
  const good = await registerWebhook(node, receiver.url, fields("good"));
  const bad = await registerWebhook(node, `${receiver.url}/bad`, fields("bad"));
  await missed(node, good.id, ["a", "b"], "failed", { tenant: "acme", type: "good" });
  await missed(node, bad.id, ["c"], "failed", { tenant: "acme", type: "bad" });
  const { id } = await startJob(node, "/deliveries/retry", { filter: { tenant: "acme" } });
  await jobOver(node, id);
  await comes(id, { delivered: 2, failed: 1, retrying: 0 });
  expect([await countOf(id, "succeeded"), await countOf(id, "failed")]).toEqual([2, 1]);
  const listed = await node.call<{ data: { outcome: Outcome }[] }>("GET", "/jobs");
  expect(listed.body.data[0]?.outcome).toEqual({ delivered: 2, failed: 1, retrying: 0 });
  expect(await settle()).toBe(1);
  await node.store.write([{ sql: "DELETE FROM events" }]);
  expect(await outcomeOf(id)).toEqual({ delivered: 2, failed: 1, retrying: 0 });
});

test("a recover job counts what is still retrying until it is over, through a restart, and settles only then", async () => {
  const { id: webhook } = await registerWebhook(node, receiver.url, { tenant: "acme" });
  const since = moment(clock);
  await missed(node, webhook, ["a", "b", "c"], "failed", { tenant: "acme" });
  receiver.reply(500);
  const { id } = await startJob(node, `/webhooks/${webhook}/recover`, { since });
  await jobOver(node, id);
  await waitFor(async () => (await rows(node.store, "SELECT 1 FROM attempts")).length === 3);
  expect(await outcomeOf(id)).toEqual({ delivered: 0, failed: 0, retrying: 3 });
  expect(await settle()).toBe(0);
  await node.abandon();
  node = await startNode({ clock, dir: node.dir });
  expect(await outcomeOf(id)).toEqual({ delivered: 0, failed: 0, retrying: 3 });
  receiver.reply(200);
  await waitFor(async () => {
    clock.advance(60_000);
    return Bun.deepEquals(await outcomeOf(id), { delivered: 3, failed: 0, retrying: 0 });
  }, "all of it delivered");
  expect(await settle()).toBe(1);
});

test("a delivery counts for the last job that put it back; jobs that bring nothing on its way tell nothing", async () => {
  const { id: webhook } = await registerWebhook(node, receiver.url, { tenant: "acme" });
  await missed(node, webhook, ["a"], "failed", { tenant: "acme" });
  receiver.reply(500);
  const first = await startJob(node, "/deliveries/retry", { filter: { tenant: "acme" } });
  await jobOver(node, first.id);
  await comes(first.id, { delivered: 0, failed: 1, retrying: 0 });
  receiver.reply(200);
  clock.advance(1000);
  const again = await startJob(node, "/deliveries/retry", { filter: { job: first.id, status: "failed" } });
  await jobOver(node, again.id);
  await comes(again.id, { delivered: 1, failed: 0, retrying: 0 });
  expect(await outcomeOf(first.id)).toEqual({ delivered: 0, failed: 0, retrying: 0 });
  await publish(node, { tenant: "acme", id: "b" });
  const cancel = await startJob(node, "/deliveries/cancel", { filter: { tenant: "acme" } });
  expect((await jobOver(node, cancel.id)) as { outcome?: Outcome }).toMatchObject({ outcome: null });
});

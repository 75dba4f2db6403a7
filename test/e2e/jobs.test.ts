import { expect, test } from "bun:test";
import { rows } from "../db/helpers.ts";
import type { ManualClock } from "../support/clock.ts";
import { registerWebhook } from "../support/factories.ts";
import { getJob, jobOver, missed, startJob } from "../support/jobs.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const MANY = 1500;
const SINCE = "2024-01-01T00:00:00Z";
const ids = Array.from({ length: MANY }, (_, i) => `e${i}`);

/** A receiver that lets everything wait until it is released. */
async function startHolding() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const receiver = await startReceiver(() => promise.then(() => 200));
  return { ...receiver, release: resolve };
}

const kinds = [
  ["retry", "failed", (webhook: string) => ["/deliveries/retry", { filter: { webhook } }]],
  ["recover", "cancelled", (webhook: string) => [`/webhooks/${webhook}/recover`, { since: SINCE }]],
] as [string, "failed" | "cancelled", (webhook: string) => [string, object]][];

/** The job once it waits for what it handed over: it has done some and not all. */
const waiting = (node: TestNode, id: string) =>
  waitFor(async () => {
    const { done, status } = await getJob(node, id);
    return done >= 500 && status === "running" ? done : null;
  }, "half a job");

/** How often each event arrived. */
function arrivals(requests: { text: string }[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { text } of requests) {
    const { id } = JSON.parse(text) as { id: string };
    seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  return seen;
}

const succeeded = async (node: TestNode) =>
  (await rows(node.store, "SELECT count(*) AS n FROM deliveries WHERE status = 'succeeded'"))[0]?.n as number;

test.each(kinds)("%s: stopped half way, nothing more is sent than was handed over", async (_, was, route) => {
  await using receiver = await startHolding();
  await using node = await startNode();
  const clock = node.clock as ManualClock;
  const { id: webhook } = await registerWebhook(node, receiver.url);
  await missed(node, webhook, ids, was);
  const { id, total } = await startJob(node, ...route(webhook));
  expect(total).toBe(MANY);
  const done = await waiting(node, id);
  for (let i = 0; i < 20; i++) clock.advance(200);
  expect((await node.call("DELETE", `/jobs/${id}`)).body).toMatchObject({ status: "stopped", done });
  expect(done).toBeLessThan(700);
  receiver.release();
  await waitFor(async () => (await succeeded(node)) === done, "all that was handed over");
  for (let i = 0; i < 20; i++) clock.advance(200);
  expect(await getJob(node, id)).toMatchObject({ status: "stopped", done });
  expect([...arrivals(receiver.requests).values()]).toEqual(Array(done).fill(1));
  expect(await succeeded(node)).toBe(done);
});

test.each(kinds)("%s: broken off half way, it goes on and does each once", async (_, was, route) => {
  await using receiver = await startHolding();
  const first = await startNode();
  const { id: webhook } = await registerWebhook(first, receiver.url);
  await missed(first, webhook, ids, was);
  const { id } = await startJob(first, ...route(webhook));
  const before = await waiting(first, id);
  await first.abandon();
  const inFlight = new Set(arrivals(receiver.requests).keys());
  receiver.release();

  await using second = await startNode({ dir: first.dir });
  expect(before).toBeLessThan(MANY);
  expect(await jobOver(second, id)).toMatchObject({
    status: "succeeded",
    total: MANY,
    done: MANY,
    failed: 0,
  });
  await waitFor(async () => (await succeeded(second)) === MANY, "all of them");
  const [made] = await rows(
    second.store,
    `SELECT count(*) AS successes, count(DISTINCT d.seq) AS deliveries, count(DISTINCT d.event_seq) AS events
      FROM attempts a JOIN deliveries d ON d.seq = a.delivery_seq WHERE a.outcome = 'success'`,
  );
  expect(made).toEqual({ successes: MANY, deliveries: MANY, events: MANY });
  const twice = [...arrivals(receiver.requests)].filter(([event, n]) => n > 1 && !inFlight.has(event));
  expect(twice).toEqual([]);
});

test("recovering ends with the reason when the webhook is disabled meanwhile", async () => {
  await using receiver = await startHolding();
  await using node = await startNode();
  const { id: webhook } = await registerWebhook(node, receiver.url);
  await missed(node, webhook, ids, "cancelled");
  const { id } = await startJob(node, `/webhooks/${webhook}/recover`, { since: SINCE });
  const done = await waiting(node, id);
  await node.call("PATCH", `/webhooks/${webhook}`, { status: "disabled" });
  expect(await jobOver(node, id)).toMatchObject({
    ...{ status: "failed", done, error: "The webhook was disabled. Enable it and recover again." },
  });
  receiver.release();
});

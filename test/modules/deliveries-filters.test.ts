/** What came of the attempts is what the log is filtered by. Source: seeds 000, 002 and 004. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectProblem } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { jobOver, startJob } from "../support/jobs.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

type Delivery = { id: string; status: string; attempt_count: number; event: { id: string; channel: string } };

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;
/** What each path of the receiver answers now. */
const statuses = new Map<string, number>();
const webhooks: Record<string, string> = {};

const TENANT = "log";

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => statuses.get(path) ?? (Number(path.slice(1)) || 200));
  node = await startNode();
  clock = node.clock as ManualClock;
  const add = async (name: string, path: string, fields: object = {}) => {
    const url = `${receiver.url}${path}`;
    const made = await registerWebhook(node, url, { tenant: TENANT, event_types: [name], ...fields });
    webhooks[name] = made.id;
  };
  await add("good", "/200");
  await add("busy", "/503");
  await add("missing", "/404", { profile: "aiq" });
  await add("later", "/later");
  await add("waiting", "/200", { status: "paused" });
  statuses.set("/later", 500);
  for (const type of Object.keys(webhooks))
    await publish(node, { tenant: TENANT, type, id: type, channel: `store-${type}` });
  await seen("tenant=log&status=retrying", ["later", "missing", "busy"]);
  // The profile aiq gives up after four attempts.
  statuses.set("/later", 200);
  clock.advance(5_000);
  await seen("tenant=log&status=success", ["later", "good"]);
  for (const [seconds, attempts] of [
    [60, 2],
    [300, 3],
    [900, 4],
  ] as const) {
    clock.advance(seconds * 1000);
    await waitFor(
      async () => (await list(`webhook=${webhooks.missing}`))[0]?.attempt_count === attempts,
      `attempt ${attempts}`,
    );
  }
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const list = async (query: string) =>
  (await node.call<{ data: Delivery[] }>("GET", `/deliveries?${query}`)).body.data;
const events = async (query: string) => (await list(query)).map(({ event }) => event.id);
const seen = (query: string, expected: string[]) =>
  waitFor(async () => (await events(query)).join() === expected.join(), `${query}: ${expected}`);

describe("deliveries are filtered", () => {
  test.each([
    ["status=pending", ["waiting", "busy"]],
    ["status=retrying", ["busy"]],
    ["status=failed", ["missing"]],
    ["status=failure", ["missing", "busy"]],
    ["status=success", ["later", "good"]],
    ["outcome=http_error", ["missing", "busy"]],
    ["outcome=success", ["later", "good"]],
    ["outcome=timeout", []],
    ["status_code=503", ["busy"]],
    ["status_code=5xx", ["busy"]],
    ["status_code=4xx", ["missing"]],
    ["status_code=200", ["later", "good"]],
    ["status_code=2xx", ["later", "good"]],
    ["min_attempts=1", ["later", "missing", "busy", "good"]],
    ["min_attempts=2", ["later", "missing", "busy"]],
    ["min_attempts=4", ["missing"]],
    ["status=failure&outcome=http_error&status_code=404&min_attempts=2&channel=store-missing", ["missing"]],
  ])("by %s", async (query, expected) => {
    expect(await events(`tenant=${TENANT}&${query}`)).toEqual(expected);
    const counted = await node.call("GET", `/deliveries/count?tenant=${TENANT}&${query}`);
    expect(counted.body).toEqual({ count: expected.length });
  });

  test("of one webhook: what is retried is found as a failure while it is", async () => {
    const answer = await node.call<{ data: Delivery[] }>(
      "GET",
      `/webhooks/${webhooks.busy}/deliveries?status=failure&outcome=http_error&status_code=5xx&min_attempts=1`,
    );
    expect(answer.body.data).toMatchObject([
      { status: "pending", event: { id: "busy", channel: "store-busy" } },
    ]);
  });

  test.each([
    ["status=broken", "/query/status"],
    ["outcome=bad", "/query/outcome"],
    ["status_code=99", "/query/status_code"],
    ["status_code=600", "/query/status_code"],
    ["status_code=6xx", "/query/status_code"],
    ["status_code=50x", "/query/status_code"],
    ["min_attempts=0", "/query/min_attempts"],
    ["min_attempts=1.5", "/query/min_attempts"],
    ["min_attempts=99999", "/query/min_attempts"],
    ["attempts=3", "/query/attempts"],
  ])("%s is refused with its place", async (query, pointer) => {
    for (const path of ["/deliveries", "/deliveries/count", `/webhooks/${webhooks.good}/deliveries`]) {
      const problem = expectProblem(await node.call("GET", `${path}?${query}`), 422, "invalid");
      expect(problem.errors).toMatchObject([{ pointer }]);
    }
  });
});

describe("an act over many deliveries takes the same filter", () => {
  const dry = async (act: "retry" | "cancel", filter: object) =>
    (await node.call("POST", `/deliveries/${act}`, { filter: { tenant: TENANT, ...filter }, dry_run: true }))
      .body;
  const idOf = async (event: string) => (await list(`event=${event}`))[0]?.id ?? "";

  test("and counts first", async () => {
    expect(await dry("retry", {})).toEqual({ count: 1 });
    expect(await dry("retry", { status: "failure" })).toEqual({ count: 2 });
    expect(await dry("retry", { status: "pending" })).toEqual({ count: 2 });
    expect(await dry("retry", { status: "failure", status_code: 503 })).toEqual({ count: 1 });
    expect(await dry("retry", { status: "retrying", status_code: "5xx", min_attempts: 2 })).toEqual({
      count: 1,
    });
    const ids = [await idOf("good"), await idOf("busy"), await idOf("missing")];
    expect(await dry("retry", { ids })).toEqual({ count: 2 });
    expect(await dry("cancel", { ids })).toEqual({ count: 1 });
    expect(await dry("cancel", {})).toEqual({ count: 2 });
    expect(await dry("cancel", { status: "retrying" })).toEqual({ count: 1 });
  });

  test.each([
    ["retry", { status: "succeeded" }, "/filter/status"],
    ["cancel", { status: "failed" }, "/filter/status"],
    ["cancel", { status: "success" }, "/filter/status"],
    ["retry", { outcome: "bad" }, "/filter/outcome"],
    ["retry", { status_code: 42 }, "/filter/status_code"],
    ["cancel", { status_code: "5x" }, "/filter/status_code"],
    ["cancel", { min_attempts: 0 }, "/filter/min_attempts"],
    ["cancel", { ids: [] }, "/filter/ids"],
  ] as const)("and %s refuses %p with its place", async (act, filter, pointer) => {
    const problem = expectProblem(await node.call("POST", `/deliveries/${act}`, { filter }), 422, "invalid");
    expect(problem.errors).toMatchObject([{ pointer }]);
  });

  test("a retry of what is being retried has its attempt now and leaves the schedule as it is", async () => {
    const before = (await list("event=busy"))[0];
    const job = await startJob(node, "/deliveries/retry", { filter: { tenant: TENANT, status: "retrying" } });
    expect(await jobOver(node, job.id)).toMatchObject({
      kind: "retry",
      status: "succeeded",
      total: 1,
      done: 1,
    });
    const after = await waitFor(async () => {
      const [now] = await list("event=busy");
      return now?.attempt_count === (before?.attempt_count ?? 0) + 1 ? now : null;
    });
    expect(after).toMatchObject({
      status: "pending",
      next_attempt: (before as never as { next_attempt: string }).next_attempt,
    });
  });

  test("a cancellation cancels exactly what the filter selects, and says who asked", async () => {
    const job = await startJob(node, "/deliveries/cancel", {
      filter: { tenant: TENANT, status: "retrying" },
    });
    expect(await jobOver(node, job.id)).toMatchObject({
      kind: "cancel",
      status: "succeeded",
      total: 1,
      done: 1,
    });
    expect(await list("event=busy")).toMatchObject([{ status: "cancelled", cancel_reason: "operator" }]);
    expect(await list("event=waiting")).toMatchObject([{ status: "pending" }]);
    const [entry] = (
      await node.call<{ data: { action: string; after: unknown }[] }>("GET", "/audit-log?limit=1")
    ).body.data;
    expect(entry).toMatchObject({ action: "deliveries.cancelled", after: { job: job.id, total: 1 } });
    const requests = receiver.requests.length;
    clock.advance(86_400_000);
    await seen("event=busy&status=cancelled", ["busy"]);
    expect(receiver.requests.slice(requests).filter(({ path }) => path === "/503")).toEqual([]);
  });

  test("ticked deliveries are cancelled by their ids, those of webhooks that are paused too", async () => {
    const ids = [await idOf("waiting"), await idOf("good")];
    const { id } = await startJob(node, "/deliveries/cancel", { filter: { ids } });
    expect(await jobOver(node, id)).toMatchObject({ total: 1, done: 1, failed: 0 });
    expect(await list("event=waiting")).toMatchObject([{ status: "cancelled" }]);
    expect(await list("event=good")).toMatchObject([{ status: "succeeded" }]);
  });
});

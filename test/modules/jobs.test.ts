import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rows } from "../db/helpers.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { type Job, jobOver, missed, moment, start, startJob } from "../support/jobs.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => Number(path.slice(1)) || 200);
  node = await startNode();
  clock = node.clock as ManualClock;
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

/** The deliveries of a tenant, each as `event status attempts`, the oldest first. */
const deliveriesOf = async (tenant: string) =>
  (
    await rows<{ shown: string }>(
      node.store,
      `SELECT e.id || ' ' || d.status || ' ' || d.attempt_count AS shown FROM deliveries d JOIN events e ON e.seq = d.event_seq
        WHERE d.tenant = ? ORDER BY d.seq`,
      [tenant],
    )
  ).map(({ shown }) => shown);

const over = (id: string) => jobOver(node, id);
const settled = (tenant: string, expected: string[]) =>
  waitFor(async () => {
    const seen = await deliveriesOf(tenant);
    return seen.join() === expected.join() ? seen : null;
  }, expected.join());

describe("retrying by a filter", () => {
  test("attempts once more exactly what the dry run counted", async () => {
    const tenant = "retry";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant });
    await missed(node, webhook, ["a", "b", "c"], "failed", { tenant, channel: "x" });
    await missed(node, webhook, ["d"], "cancelled", { tenant });
    await publish(node, { tenant, id: "e" });
    await settled(tenant, ["a failed 0", "b failed 0", "c failed 0", "d cancelled 0", "e succeeded 1"]);
    const dry = (filter: object) => node.call("POST", "/deliveries/retry", { filter, dry_run: true });
    expect((await dry({ tenant })).body).toEqual({ count: 3 });
    expect((await dry({ tenant, status: "cancelled" })).body).toEqual({ count: 1 });
    expect((await dry({ tenant, channel: "y" })).body).toEqual({ count: 0 });
    expect((await dry({ webhook, event: "b" })).body).toEqual({ count: 1 });
    const { id, ...job } = await startJob(node, "/deliveries/retry", { filter: { tenant, channel: "x" } });
    expect(job).toMatchObject({ kind: "retry", tenant, webhook: null, total: 3, created_by: "root" });
    expect(await over(id)).toMatchObject({ status: "succeeded", total: 3, done: 3, failed: 0, error: null });
    await settled(tenant, [
      ...["a succeeded 1", "b succeeded 1", "c succeeded 1", "d cancelled 0", "e succeeded 1"],
    ]);
  });

  test("leaves test sends out, and what fails after it was asked for", async () => {
    const tenant = "later";
    const { id: webhook } = await registerWebhook(node, `${receiver.url}/500`, { tenant, profile: "aiq" });
    await node.call("POST", `/webhooks/${webhook}/test`, {});
    await publish(node, { tenant, id: "still-tried" });
    await waitFor(async () => (await deliveriesOf(tenant)).includes("still-tried pending 1"));
    await missed(node, webhook, ["old"], "failed", { tenant });
    const { id } = await startJob(node, "/deliveries/retry", { filter: { tenant } });
    expect(await over(id)).toMatchObject({ total: 1, done: 1 });
    await waitFor(async () => {
      clock.advance(60_000);
      const seen = await deliveriesOf(tenant);
      return seen.includes("still-tried failed 4") && seen.includes("old failed 1");
    });
    const manual = await rows(
      node.store,
      `SELECT e.id FROM attempts a JOIN deliveries d ON d.seq = a.delivery_seq JOIN events e ON e.seq = d.event_seq
        WHERE d.tenant = ? AND a.trigger = 'manual'`,
      [tenant],
    );
    expect(manual).toEqual([{ id: "old" }]);
    const again = await node.call("POST", "/deliveries/retry", { filter: { tenant }, dry_run: true });
    expect(again.body).toEqual({ count: 2 });
  });

  test("counts deliveries of a webhook that takes none as failed, and leaves them as they are", async () => {
    const tenant = "half";
    const { id: open } = await registerWebhook(node, receiver.url, { tenant, event_types: ["a"] });
    const { id: paused } = await registerWebhook(node, receiver.url, { tenant, event_types: ["b"] });
    await missed(node, open, ["a1", "a2"], "failed", { tenant, type: "a" });
    await missed(node, paused, ["b1"], "failed", { tenant, type: "b" });
    await node.call("PATCH", `/webhooks/${paused}`, { status: "paused" });
    const { id } = await startJob(node, "/deliveries/retry", { filter: { tenant } });
    expect(await over(id)).toMatchObject({ status: "succeeded", total: 3, done: 2, failed: 1 });
    await settled(tenant, ["a1 succeeded 1", "a2 succeeded 1", "b1 failed 0"]);
    const { rows: asked } = await node.store.read({
      sql: "SELECT count(*) FROM deliveries WHERE retry_requested_at IS NOT NULL",
    });
    expect(asked).toEqual([[0]]);
  });

  test("of nothing is over at once", async () => {
    const { id } = await startJob(node, "/deliveries/retry", { filter: { tenant: "nobody" } });
    expect(await over(id)).toMatchObject({ status: "succeeded", total: 0, done: 0, failed: 0 });
  });

  test("is refused for a webhook that takes none, and for what there is not", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "refused", status: "paused" });
    const before = await counts(node);
    const retry = (filter: object) => node.call("POST", "/deliveries/retry", { filter });
    expectProblem(await retry({ webhook: id }), 409, "webhook_paused");
    expectProblem(await retry({ webhook: "wh_nope" }), 404, "not_found");
    expectProblem(await retry({ event: "nope" }), 404, "not_found");
    expect(await counts(node)).toEqual(before);
  });
});

describe("recovering a webhook", () => {
  test("brings exactly what it missed by being disabled and while it was, and nothing twice", async () => {
    const tenant = "recover";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant, event_types: ["a.*"] });
    await publish(node, { tenant, type: "a.x", id: "got" });
    await settled(tenant, ["got succeeded 1"]);
    await node.call("PATCH", `/webhooks/${webhook}`, { status: "paused" });
    const since = moment(clock);
    await publish(node, { tenant, type: "a.x", id: "cut-off" });
    await node.call("PATCH", `/webhooks/${webhook}`, { status: "disabled" });
    await publish(node, { tenant, type: "a.y", id: "missed" });
    await publish(node, { tenant, type: "b", id: "foreign" });
    await node.call("POST", `/webhooks/${webhook}/test`, {});
    const recover = (body: object) => node.call("POST", `/webhooks/${webhook}/recover`, body);
    expectProblem(await recover({ since }), 409, "webhook_disabled");
    await node.call("PATCH", `/webhooks/${webhook}`, { status: "active" });
    await publish(node, { tenant, type: "a.x", id: "new" });
    expect(await recover({ since, dry_run: true })).toMatchObject({ status: 200, body: { count: 2 } });
    const { id } = await startJob(node, `/webhooks/${webhook}/recover`, { since });
    expect(await over(id)).toMatchObject({ kind: "recover", webhook, tenant, total: 2, done: 2, failed: 0 });
    const after = await waitFor(async () => {
      const seen = await deliveriesOf(tenant);
      return seen.filter((one) => one.includes("succeeded")).length === 5 ? seen : null;
    });
    expect(after.filter((one) => !one.startsWith("evt_"))).toEqual([
      ...["got succeeded 1", "cut-off cancelled 0", "new succeeded 1"],
      ...["cut-off succeeded 1", "missed succeeded 1"],
    ]);
    expect((await recover({ since, dry_run: true })).body).toEqual({ count: 0 });
    const { body: event } = await node.call("GET", "/events/missed?tenant=recover");
    expect(event).toMatchObject({ deliveries: 1, unmatched_reason: null, test: false });
    expect(await node.call("GET", "/events/cut-off?tenant=recover")).toMatchObject({
      body: { deliveries: 2 },
    });
  });

  test("sends at once what failed and waits for a later attempt, in the delivery that there is", async () => {
    const tenant = "waiting";
    let status = 500;
    await using broken = await startReceiver(() => status);
    const { id: webhook } = await registerWebhook(node, broken.url, { tenant });
    const since = moment(clock);
    await publish(node, { tenant, id: "one" });
    await publish(node, { tenant, id: "two" });
    await settled(tenant, ["one pending 1", "two pending 1"]);
    status = 200;
    const dry = () => node.call("POST", `/webhooks/${webhook}/recover`, { since, dry_run: true });
    expect((await dry()).body).toEqual({ count: 2 });
    const { id } = await startJob(node, `/webhooks/${webhook}/recover`, { since });
    expect(await over(id)).toMatchObject({ total: 2, done: 2, failed: 0 });
    await settled(tenant, ["one succeeded 2", "two succeeded 2"]);
    expect((await dry()).body).toEqual({ count: 0 });
    expect(await node.call("GET", "/events/one?tenant=waiting")).toMatchObject({ body: { deliveries: 1 } });
    const triggers = await rows<{ trigger: string }>(
      node.store,
      `SELECT a.trigger FROM attempts a JOIN deliveries d ON d.seq = a.delivery_seq WHERE d.tenant = ? AND a.number = 2`,
      [tenant],
    );
    expect(triggers).toEqual([{ trigger: "manual" }, { trigger: "manual" }]);
  });

  test("looks at the period given only, and gives a paused webhook its own later", async () => {
    const tenant = "period";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant, status: "paused" });
    const times: string[] = [];
    for (const id of ["one", "two", "three"]) {
      times.push(moment(clock));
      await missed(node, webhook, [id], "cancelled", { tenant });
      clock.advance(1000);
    }
    const [since, until] = [times[1], times[2]];
    const { id } = await startJob(node, `/webhooks/${webhook}/recover`, { since, until });
    expect(await over(id)).toMatchObject({ total: 1, done: 1 });
    expect((await deliveriesOf(tenant)).at(-1)).toBe("two pending 0");
    await node.call("PATCH", `/webhooks/${webhook}`, { status: "active" });
    await settled(tenant, ["one cancelled 0", "two cancelled 0", "three cancelled 0", "two succeeded 1"]);
  });

  test("asks the webhook's filter as it is now", async () => {
    const tenant = "filtered";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant, status: "paused" });
    await missed(node, webhook, ["small"], "cancelled", { tenant, data: { total: 1 } });
    await missed(node, webhook, ["large"], "cancelled", { tenant, data: { total: 100 } });
    await node.call("PATCH", `/webhooks/${webhook}`, { filter: "data.total > 10", status: "active" });
    const body = { since: "2024-01-01T00:00:00Z" };
    const dry = await node.call("POST", `/webhooks/${webhook}/recover`, { ...body, dry_run: true });
    expect(dry.body).toEqual({ count: 1 });
    await over((await startJob(node, `/webhooks/${webhook}/recover`, body)).id);
    await settled(tenant, ["small cancelled 0", "large cancelled 0", "large succeeded 1"]);
  });

  test("is refused for one that is not there or not verified", async () => {
    const since = "2024-01-01T00:00:00Z";
    const { id } = await registerWebhook(node, `${receiver.url}/400`, {
      ...{ tenant: "unproven", profile: "orki", secret: "verify-token" },
    });
    expectProblem(await node.call("POST", `/webhooks/${id}/recover`, { since }), 409, "webhook_unverified");
    expectProblem(await node.call("POST", "/webhooks/wh_no/recover", { since }), 404, "not_found");
  });
});

describe("jobs", () => {
  test("are counted for a few of one tenant at once, and another's are not held up", async () => {
    const keys = await Promise.all(
      ["greedy", "modest"].map((tenant) => makeKey(node, { scopes: ["deliveries:write"], tenant })),
    );
    const { read } = node.deps.store;
    const held = Promise.withResolvers<void>();
    node.deps.store.read = (statement) => held.promise.then(() => read.call(node.deps.store, statement));
    const asked = [0, 0, 0, 0, 0, 1].map((n) => {
      const body = { filter: { status: "failure" }, dry_run: true };
      return node.call("POST", "/deliveries/retry", body, { key: keys[n] ?? "" });
    });
    const fifth = await asked[4];
    node.deps.store.read = read;
    held.resolve();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 200]);
    expect(fifth?.headers.get("retry-after")).toBe("1");
  });

  test("are listed newest first, by tenant, kind and status", async () => {
    const list = async (query: string) =>
      (await node.call<{ data: Job[] }>("GET", `/jobs?${query}`)).body.data;
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant: "list" });
    const first = await startJob(node, "/deliveries/retry", { filter: { tenant: "list" } });
    const second = await startJob(node, `/webhooks/${webhook}/recover`, { since: moment(clock) });
    await over(first.id);
    await over(second.id);
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    expect(await ids("tenant=list")).toEqual([second.id, first.id]);
    expect(await ids("tenant=list&kind=retry")).toEqual([first.id]);
    expect(await ids("tenant=list&status=running")).toEqual([]);
    expect(await ids("tenant=list&status=succeeded&limit=1")).toEqual([second.id]);
    expectProblem(await node.call("DELETE", `/jobs/${first.id}`), 409, "job_not_stoppable");
    expectProblem(await node.call("GET", "/jobs/job_no"), 404, "not_found");
  });

  test("of another tenant are not there, nor its webhooks and events", async () => {
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant: "theirs" });
    await publish(node, { tenant: "theirs", id: "their-event" });
    const since = moment(clock);
    const { id } = await startJob(node, `/webhooks/${webhook}/recover`, { since });
    const { id: ofAll } = await startJob(node, "/deliveries/retry", { filter: { type: "nothing" } });
    const key = await makeKey(node, { tenant: "mine", scopes: ["deliveries:read", "deliveries:write"] });
    const ask = (method: string, path: string, body?: object) => node.call(method, path, body, { key });
    for (const job of [id, ofAll])
      for (const method of ["GET", "DELETE"])
        expectProblem(await ask(method, `/jobs/${job}`), 404, "not_found");
    expect((await ask("GET", "/jobs")).body).toEqual({ data: [], next_cursor: null });
    const before = await counts(node);
    expectProblem(await ask("POST", `/webhooks/${webhook}/recover`, { since }), 404, "not_found");
    for (const filter of [{ webhook }, { event: "their-event" }])
      expectProblem(await ask("POST", "/deliveries/retry", { filter }), 404, "not_found");
    expectProblem(await ask("POST", "/deliveries/retry", { filter: { tenant: "theirs" } }), 403, "forbidden");
    expectProblem(await ask("POST", "/events/their-event/replay", {}), 404, "not_found");
    expect(await counts(node)).toEqual(before);
    const { id: own } = await start<Job>(ask("POST", "/deliveries/retry", { filter: { type: "nothing" } }));
    expect((await ask("GET", `/jobs/${own}`)).body).toMatchObject({ id: own, tenant: "mine" });
  });

  test("need the scope", async () => {
    const key = await makeKey(node, { scopes: ["deliveries:read"] });
    expectProblem(await node.call("DELETE", "/jobs/job_1", undefined, { key }), 403, "forbidden");
    const retry = await node.call("POST", "/deliveries/retry", { filter: { type: "a" } }, { key });
    expectProblem(retry, 403, "forbidden");
  });

  test("are written down in the audit log, with what was asked for", async () => {
    const tenant = "audited";
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant });
    await publish(node, { tenant, id: "audited-event" });
    await settled(tenant, ["audited-event succeeded 1"]);
    const { body: page } = await node.call<{ data: { id: string }[] }>("GET", `/deliveries?tenant=${tenant}`);
    const delivery = page.data[0]?.id ?? "";
    await node.call("POST", `/deliveries/${delivery}/retry`);
    expectProblem(await node.call("POST", `/deliveries/${delivery}/cancel`), 409, "not_pending");
    const { id: retried } = await startJob(node, "/deliveries/retry", { filter: { tenant } });
    const { id: recovered } = await startJob(node, `/webhooks/${webhook}/recover`, { since: moment(clock) });
    await node.call("POST", "/events/audited-event/replay?tenant=audited");
    await over(retried);
    await over(recovered);
    const entries = await rows(
      node.store,
      "SELECT action, target, after FROM audit_log WHERE tenant = ? AND action NOT LIKE 'webhook.created' ORDER BY seq",
      [tenant],
    );
    expect(entries.map(({ action, target }) => [action, target])).toEqual([
      ["delivery.retried", delivery],
      ["deliveries.retried", retried],
      ["webhook.recovered", webhook],
      ["event.replayed", "audited-event"],
    ]);
    expect(JSON.parse(String(entries[1]?.after))).toMatchObject({ filter: { tenant }, total: 0 });
  });
});

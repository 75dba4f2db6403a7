import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

type Counted = {
  attempts: number;
  succeeded: number;
  failed: number;
  by_outcome: Record<string, number>;
  latency_ms: { p50: number; p95: number; p99: number } | null;
};
type Series = {
  since: string;
  until: string;
  bucket: string;
  data: ({ at: string } & Counted)[];
  totals: Counted & { accepted: number; unmatched: number; success_rate: number | null };
};
type Overview = Series & {
  queue: Record<string, number | null>;
  webhooks: {
    by_status: Record<string, number>;
    by_health: Record<string, number>;
    attention: Record<string, unknown>[];
  };
  failures: { count: number; error: string | null; webhooks: string[]; webhook_count: number }[];
};

const HOUR_MS = 3_600_000;

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({ status: Number(path.slice(1)) || 200 }));
  node = await startNode();
  clock = node.clock as ManualClock;
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const ago = (ms: number) => new Date(clock.now() - ms).toISOString();
const get = async <T>(route: string, key?: string) =>
  (await node.call<T>("GET", route, undefined, key ? { key } : {})).body;
const of = (webhook: string, query = "") =>
  get<Series & { queue: object }>(`/webhooks/${webhook}/stats?${query}`);
const overview = (query: string, key?: string) => get<Overview>(`/stats?${query}`, key);

let types = 0;

/** A webhook with an event type of its own that has got `statuses` as answers, one event each. */
async function answered(tenant: string, statuses: number[], fields: Record<string, unknown> = {}) {
  const type = `only.${++types}`;
  const url = `${receiver.url}/${statuses[0]}`;
  const { id } = await registerWebhook(node, url, { tenant, event_types: [type], ...fields });
  for (const [i, status] of statuses.entries()) {
    await node.call("PATCH", `/webhooks/${id}`, { url: `${receiver.url}/${status}` });
    await publish(node, { tenant, type });
    await waitFor(async () => (await of(id)).totals.attempts > i, `attempt ${i + 1}`);
  }
  return id;
}

describe("a webhook's statistics", () => {
  test("count what has just been attempted, with zeros where nothing was", async () => {
    const id = await answered("just", [200, 500, 302]);
    const { totals, data, queue, ...period } = await of(id);
    expect(period).toEqual({
      since: "2024-01-14T10:00:00.000Z",
      until: "2024-01-15T11:00:00.000Z",
      bucket: "hour",
    });
    expect<Counted>(totals).toEqual({
      attempts: 3,
      succeeded: 1,
      failed: 2,
      by_outcome: { success: 1, http_error: 1, redirect: 1 },
      latency_ms: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
    });
    expect(queue).toMatchObject({ pending: 2, held: 0, retrying: 2, oldest_due_ms: null });
    expect(data).toHaveLength(25);
    expect(data.at(-1)).toEqual({ at: "2024-01-15T10:00:00.000Z", ...totals });
    const nothing = { attempts: 0, succeeded: 0, failed: 0, by_outcome: {}, latency_ms: null };
    expect(data[0]).toEqual({ at: "2024-01-14T10:00:00.000Z", ...nothing });
  });

  test("tell each bucket for itself, and take one by the length of the period", async () => {
    const id = await answered("buckets", [200]);
    for (const [since, bucket, points] of [
      [2 * HOUR_MS, "minute", 120],
      [24 * HOUR_MS, "hour", 25],
      [30 * 24 * HOUR_MS, "day", 31],
    ] as const) {
      const series = await of(id, `since=${ago(since)}`);
      expect({ bucket: series.bucket, points: series.data.length }).toEqual({ bucket, points });
    }
    for (const bucket of ["minute", "hour", "day"]) {
      const { data } = await of(id, `bucket=${bucket}&since=${ago(HOUR_MS)}&until=${ago(-1)}`);
      expect(data.map(({ attempts }) => attempts).filter((n) => n > 0)).toEqual([1]);
    }
    expect((await of(id, `since=${ago(3 * HOUR_MS)}&until=${ago(2 * HOUR_MS)}`)).totals.attempts).toBe(0);
  });

  test.each([
    [`bucket=minute&since=${encodeURIComponent("2024-01-13T12:00:00Z")}`, "/query/bucket", "choose hour"],
    ["bucket=hour&since=2023-11-01T00:00:00Z", "/query/bucket", "1500 are the most; choose day"],
    ["bucket=day&since=2020-01-01T00:00:00Z", "/query/since", "at most 400 days back"],
    ["since=2020-01-01T00:00:00Z", "/query/since", "at most 400 days back"],
    ["since=2024-01-15T10:30:00Z&until=2024-01-15T10:30:00Z", "/query/since", "must be before"],
    ["since=yesterday", "/query/since", "RFC 3339"],
    ["since=2024-01-15T00:00:00Z&until=9999-12-31T23:59:59Z", "/query/since", "choose a shorter period"],
    ["bucket=week", "/query/bucket", "one of auto, minute, hour, day"],
    ["webhook=wh_1", "/query/webhook", "is not a field here"],
  ])("refuse %s and say what to choose", async (query, pointer, words) => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "refused" });
    const answer = await node.call("GET", `/webhooks/${id}/stats?${query}`);
    const { errors = [] } = expectProblem(answer, 422, "invalid");
    expect(errors).toEqual([{ pointer, detail: expect.stringContaining(words) }]);
  });

  test("are not there for another tenant, nor without the scope", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "mine" });
    const other = await makeKey(node, { scopes: ["webhooks:read"], tenant: "other" });
    const scopeless = await makeKey(node, { scopes: ["events:read"] });
    const route = `/webhooks/${id}/stats`;
    expectProblem(await node.call("GET", route, undefined, { key: other }), 404, "not_found");
    expectProblem(await node.call("GET", route, undefined, { key: scopeless }), 403, "forbidden");
    expectProblem(await node.call("GET", "/webhooks/wh_none/stats"), 404, "not_found");
  });
});

describe("the overview", () => {
  test("adds up events and attempts, of one tenant or of all", async () => {
    await answered("sums", [200, 200, 200, 500]);
    await publish(node, { tenant: "sums-nobody" });
    const one = await overview("tenant=sums");
    expect(one.totals).toMatchObject({ accepted: 4, unmatched: 0, attempts: 4, succeeded: 3, failed: 1 });
    expect(one.totals.success_rate).toBe(0.75);
    expect(one.data.at(-1)).toMatchObject({ accepted: 4, unmatched: 0, attempts: 4 });
    const nobody = await overview("tenant=sums-nobody");
    expect(nobody.totals).toMatchObject({ accepted: 1, unmatched: 1, attempts: 0, success_rate: null });
    const all = await overview("");
    const sum = (name: "accepted" | "attempts") =>
      all.data.reduce((total, point) => total + (point as never)[name], 0);
    expect(all.totals.attempts).toBeGreaterThan(one.totals.attempts);
    expect(sum("attempts")).toBe(all.totals.attempts);
    expect(sum("accepted" as never)).toBe(all.totals.accepted);
  });

  test("shows a bound key its own tenant only", async () => {
    await answered("bound", [500]);
    const key = await makeKey(node, { scopes: ["deliveries:read"], tenant: "bound" });
    const own = await overview("", key);
    expect(own.totals).toMatchObject({ accepted: 1, attempts: 1 });
    expect(own.webhooks.by_status).toEqual({ active: 1, paused: 0, unverified: 0, disabled: 0 });
    expect(own.queue).toMatchObject({ pending: 1, retrying: 1 });
    expect(own.failures).toHaveLength(1);
    const foreign = await node.call("GET", "/stats?tenant=sums", undefined, { key });
    expectProblem(foreign, 403, "forbidden");
  });

  test("says how things stand now: what waits, how long, and for whom", async () => {
    const { id } = await registerWebhook(node, `${receiver.url}/500`, { tenant: "queue", profile: "aiq" });
    await publish(node, { tenant: "queue" });
    await waitFor(async () => (await overview("tenant=queue")).queue.retrying === 1);
    const idle = { pending: 1, held: 0, due: 0, oldest_due_ms: null, in_flight: 0, retrying: 1 };
    expect((await overview("tenant=queue")).queue).toEqual(idle);
    await node.call("PATCH", `/webhooks/${id}`, { status: "paused" });
    expect((await overview("tenant=queue")).queue).toEqual({ ...idle, held: 1 });
    // Due for a second, as when all slots are taken: nobody has been told of it here.
    await node.store.write([
      { sql: "UPDATE webhooks SET status = 'active' WHERE id = ?", args: [id] },
      {
        sql: "UPDATE deliveries SET next_attempt_at = ? WHERE tenant = 'queue'",
        args: [clock.now() - 1000],
      },
    ]);
    expect((await overview("tenant=queue")).queue).toEqual({ ...idle, due: 1, oldest_due_ms: 1000 });
    await node.call("DELETE", `/webhooks/${id}`);
  });

  test("names the webhooks that need somebody, and when they will be disabled", async () => {
    const failures = (n: number) => Array.from({ length: n }, () => 500);
    const counting = await answered("attention", failures(2), { profile: "orisha" });
    const timing = await answered("attention", failures(5), { profile: "github" });
    const gone = await answered("attention", [410]);
    await answered("attention", [200], { profile: "organiko" });
    await node.store.write([
      { sql: "UPDATE webhooks SET consecutive_failures = 88 WHERE id = ?", args: [counting] },
    ]);
    const { webhooks } = await overview("tenant=attention");
    expect(webhooks.by_status).toEqual({ active: 3, paused: 0, unverified: 0, disabled: 1 });
    expect(webhooks.by_health).toEqual({ idle: 0, healthy: 2, warning: 2, failing: 0 });
    expect(webhooks.attention.map(({ webhook }) => webhook)).toEqual([gone, counting, timing]);
    const [disabled, twelve, five] = webhooks.attention;
    expect(disabled).toMatchObject({ status: "disabled", status_reason: "gone", failures_left: null });
    expect(twelve).toMatchObject({ state: "warning", failures_left: 12, disabled_at_estimate: null });
    expect(five).toMatchObject({
      ...{ tenant: "attention", state: "warning", consecutive_failures: 5, failures_left: null },
      disabled_at_estimate: ago(-120 * HOUR_MS),
    });
  });

  test("groups failures by their cause, with examples", async () => {
    const webhooks = [await answered("causes", [500, 500, 403]), await answered("causes", [200])];
    const key = await makeKey(node, { scopes: ["deliveries:read"], tenant: "causes" });
    for (const { failures } of [await overview("tenant=causes"), await overview("", key)]) {
      const shown = failures.map(({ count, error }) => [count, error?.slice(0, 25)]);
      expect(shown).toEqual(expect.arrayContaining([[1, "The receiver answered 403"]]));
      const most = failures.find(({ error }) => error?.includes("500"));
      expect(most?.webhooks).toContain(webhooks[0] as string);
      expect(most?.webhook_count).toBe(most?.webhooks.length as number);
    }
    const everywhere = (await overview("")).failures;
    const worst = everywhere[0];
    expect(worst?.error).toStartWith("The receiver answered 500");
    expect(worst?.webhook_count).toBeGreaterThan(3);
    expect(worst?.webhooks).toHaveLength(3);
    expect((await overview(`until=${ago(HOUR_MS)}`)).failures).toEqual([]);
  });
});

describe("the last day of several webhooks", () => {
  type Sparklines = {
    data: ({ webhook: string; series: { succeeded: number; failed: number }[] } & Counted)[];
  };

  test("comes at once, in the order asked for, without those that are not the caller's", async () => {
    const busy = await answered("spark", [200, 500]);
    const { id: idle } = await registerWebhook(node, receiver.url, { tenant: "spark" });
    const { id: foreign } = await registerWebhook(node, receiver.url, { tenant: "spark-other" });
    const key = await makeKey(node, { scopes: ["webhooks:read"], tenant: "spark" });
    const route = `/stats/webhooks?ids=${idle},${foreign},wh_none,${busy},${busy}`;
    const { data } = await get<Sparklines>(route, key);
    expect(
      data.map(({ webhook, attempts, succeeded, failed }) => [webhook, attempts, succeeded, failed]),
    ).toEqual([
      [idle, 0, 0, 0],
      [busy, 2, 1, 1],
    ]);
    expect(data.map(({ series }) => series.length)).toEqual([24, 24]);
    expect(data[1]?.series.at(-1)).toEqual({
      at: "2024-01-15T10:00:00.000Z",
      succeeded: 1,
      failed: 1,
    } as never);
    expect((await get<Sparklines>(route)).data).toHaveLength(3);
  });

  test("is refused for none and for more than a hundred", async () => {
    const many = Array.from({ length: 101 }, (_, i) => `wh_${i}`).join();
    for (const ids of ["", ",", many])
      expectProblem(await node.call("GET", `/stats/webhooks?ids=${ids}`), 422, "invalid");
  });
});

test("nothing is counted twice or lost by a crash between attempt and count", async () => {
  const first = await startNode();
  const { id } = await registerWebhook(first, `${receiver.url}/500`, { profile: "aiq" });
  const total = async (one: TestNode) =>
    (await one.call<Series>("GET", `/webhooks/${id}/stats`)).body.totals.attempts;
  await publish(first);
  await waitFor(async () => (await total(first)) === 1);
  (first.clock as ManualClock).advance(60_000 * 1.1);
  await waitFor(async () => {
    const { body } = await first.call<{ data: { attempt_count: number }[] }>("GET", "/deliveries");
    return body.data[0]?.attempt_count === 2;
  });
  await first.abandon();
  await using second = await startNode({ dir: first.dir, clock: first.clock });
  expect(await total(second)).toBe(2);
  expect(await total(second)).toBe(2);
});

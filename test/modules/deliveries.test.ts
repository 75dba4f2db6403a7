import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({
    status: Number(path.slice(1)) || 200,
    body: "answer",
    headers: { "X-From": "receiver" },
  }));
  node = await startNode();
  clock = node.clock as ManualClock;
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

type Attempt = {
  id: string;
  number: number;
  trigger: string;
  outcome: string;
  status_code: number | null;
  error: string | null;
  request: { url: string; headers: [string, string][]; body: string };
  response: { body: string; headers: Record<string, string>; truncated: boolean } | null;
};
type Delivery = {
  id: string;
  status: string;
  cancel_reason: string | null;
  attempt_count: number;
  next_attempt: string | null;
  completed: string | null;
  last_attempt: { outcome: string } | null;
  attempts: Attempt[];
  event: { id: string; type: string };
};

const get = async (id: string) => (await node.call<Delivery>("GET", `/deliveries/${id}`)).body;
const list = async (query: string) =>
  (await node.call<{ data: Delivery[]; next_cursor: string | null }>("GET", `/deliveries?${query}`)).body;
const only = async (query: string) => (await list(query)).data[0]?.id ?? "";
const attempts = (id: string, count: number) =>
  waitFor(async () => {
    const delivery = await get(id);
    return delivery.attempt_count === count ? delivery : null;
  }, `attempt ${count}`);
const act = (id: string, what: "retry" | "cancel") =>
  node.call<Delivery>("POST", `/deliveries/${id}/${what}`);

describe("a delivery", () => {
  test("shows its event, its webhook and each attempt with request and response", async () => {
    const webhook = await registerWebhook(node, `${receiver.url}/500`, {
      tenant: "show",
      profile: "aiq",
      headers: { "X-Own": "open" },
    });
    const event = await publish(node, { tenant: "show", channel: "c", data: { n: 1 } });
    const shown = await attempts(await only("tenant=show"), 1);
    const due = new Date(clock.now() + 60_000).toISOString();
    const now = new Date(clock.now()).toISOString();
    expect(shown).toEqual({
      id: expect.stringMatching(/^dlv_/),
      event: { id: event.id, type: "order.created", created: now, channel: "c" },
      tenant: "show",
      test: false,
      webhook: { id: webhook.id, url: webhook.url },
      status: "pending",
      cancel_reason: null,
      attempt_count: 1,
      next_attempt: due,
      created: now,
      completed: null,
      last_attempt: {
        number: 1,
        started: now,
        duration_ms: expect.any(Number),
        outcome: "http_error",
        status_code: 500,
        error: "The receiver answered 500; status 200 counts as delivered.",
      },
      attempts: [
        {
          id: expect.stringMatching(/^att_.*-1$/),
          number: 1,
          trigger: "schedule",
          started: now,
          duration_ms: expect.any(Number),
          timings: expect.objectContaining({ total: expect.any(Number) }),
          outcome: "http_error",
          status_code: 500,
          error: "The receiver answered 500; status 200 counts as delivered.",
          request: {
            url: webhook.url,
            headers: expect.arrayContaining([["X-Own", "open"]]),
            body: receiver.requests.at(-1)?.text,
          },
          response: {
            headers: expect.objectContaining({ "x-from": "receiver" }),
            body: "answer",
            truncated: false,
          },
          remote_address: "127.0.0.1",
        },
      ],
    } as never);
    const { attempts: _, ...listed } = shown;
    expect((await list("tenant=show")).data).toEqual([listed as Delivery]);
    const ofEvent = await node.call<{ data: Delivery[] }>("GET", `/events/${event.id}/deliveries`);
    const [made] = shown.attempts;
    const { body: _sent, ...request } = made?.request ?? {};
    const { body: _came, ...response } = made?.response ?? {};
    const bodies = `/deliveries/${shown.id}/attempts/1`;
    expect(ofEvent.body.data as unknown[]).toEqual([
      { ...listed, attempts: [{ ...made, request, response, bodies }] },
    ]);
    expect((await node.call<Attempt | undefined>("GET", bodies)).body).toEqual(made);
  });

  test("never shows a secret, in no answer and no log line", async () => {
    const own = { "X-Api-Key": "own-api-key-0123456789", Authorization: "Bearer own-token-0123456789" };
    const orisha = await registerWebhook(node, receiver.url, {
      tenant: "hidden",
      profile: "orisha",
      headers: own,
    });
    const echo = `own-copy-of-${orisha.secret}`;
    await node.call("PATCH", `/webhooks/${orisha.id}`, { headers: { ...own, "X-Note": echo } });
    const event = await publish(node, { tenant: "hidden" });
    const id = await only("tenant=hidden");
    const { attempts: made } = await attempts(id, 1);
    const headers = Object.fromEntries(made[0]?.request.headers ?? []);
    expect(headers).toMatchObject({
      "X-Event-Id": event.id,
      "X-Secret": `${orisha.secret.slice(0, 4)}••••`,
      Authorization: "Bear••••",
      "X-Api-Key": "own-••••",
    });
    expect(receiver.requests.at(-1)?.headers).toMatchObject({
      "x-secret": orisha.secret,
      authorization: own.Authorization,
    });
    const shown: unknown[] = [];
    for (const path of [
      `/deliveries/${id}`,
      `/deliveries/${id}/attempts/1`,
      "/deliveries",
      `/events/${event.id}`,
      `/events/${event.id}/deliveries`,
      "/events",
      `/webhooks/${orisha.id}/deliveries`,
      "/system",
    ])
      shown.push((await node.call("GET", path)).body);
    expect(JSON.stringify(shown) + node.lines.join("")).not.toContain(orisha.secret);
    expect(JSON.stringify(shown) + node.lines.join("")).not.toContain("own-token-0123456789");
    expect(node.lines.join("")).not.toContain("whsec_");
  });
});

describe("the list of deliveries", () => {
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    const tenant = "lists";
    ids.good = (await registerWebhook(node, receiver.url, { tenant, event_types: ["good.*"] })).id;
    ids.bad = (
      await registerWebhook(node, `${receiver.url}/410`, { tenant, event_types: ["bad"], profile: "stripe" })
    ).id;
    ids.paused = (
      await registerWebhook(node, receiver.url, { tenant, event_types: ["good.one"], status: "paused" })
    ).id;
    ids.one = (await publish(node, { tenant, type: "good.one", channel: "a", id: "one" })).id;
    await waitFor(async () => (await list("tenant=lists&status=success")).data.length === 1);
    clock.advance(1000);
    ids.since = new Date(clock.now()).toISOString();
    await publish(node, { tenant, type: "good.two", channel: "b", id: "two" });
    await waitFor(async () => (await list("tenant=lists&status=success")).data.length === 2);
    await publish(node, { tenant, type: "bad", id: "three" });
    await waitFor(async () => (await list(`webhook=${ids.bad}`)).data[0]?.attempt_count === 1);
  });

  test.each([
    ["", ["three", "two", "one", "one"]],
    ["status=pending", ["one"]],
    ["status=succeeded", ["two", "one"]],
    ["status=success", ["two", "one"]],
    ["status=cancelled", []],
    ["type=good.one", ["one", "one"]],
    ["type=good", []],
    ["channel=b", ["two"]],
    ["webhook=:good", ["two", "one"]],
    ["webhook=nope", []],
    ["event=one", ["one", "one"]],
    ["event=one&webhook=:good", ["one"]],
    ["event=nope", []],
    ["since=:since", ["three", "two"]],
    ["until=:since", ["one", "one"]],
    ["since=:since&status=success&channel=b&type=good.two&webhook=:good&event=two", ["two"]],
    ["limit=1", ["three"]],
  ])("%s", async (query, expected) => {
    const filled = query.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? "");
    const seen = (await list(`tenant=lists&${filled}`)).data.map(({ event }) => event.id);
    expect(
      query === "status=pending" || query === "status=cancelled" ? seen.filter((id) => id !== "three") : seen,
    ).toEqual(expected);
  });

  test("of one webhook takes the same filters", async () => {
    const { body } = await node.call<{ data: Delivery[] }>(
      "GET",
      `/webhooks/${ids.good}/deliveries?status=success&type=good.two&since=${ids.since}`,
    );
    expect(body.data.map(({ event }) => event.id)).toEqual(["two"]);
  });

  test("comes in pages that stay what they are while deliveries arrive", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `tenant=lists&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.data.map(({ event }) => event.id));
      cursor = page.next_cursor;
      await publish(node, { tenant: "lists", type: "good.two" });
    }
    expect(seen).toEqual(["three", "two", "one", "one"]);
  });
});

describe("retrying by hand", () => {
  test("sends a succeeded, a failed and a cancelled one again, once, and resets no schedule", async () => {
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant: "again", status: "paused" });
    await publish(node, { tenant: "again" });
    const id = await only("tenant=again");
    expectProblem(await act(id, "retry"), 409, "webhook_paused");
    const cancelled = await act(id, "cancel");
    expect([
      cancelled.status,
      cancelled.body.status,
      cancelled.body.cancel_reason,
      cancelled.body.next_attempt,
    ]).toEqual([200, "cancelled", "operator", null]);
    expectProblem(await act(id, "cancel"), 409, "not_pending");
    await node.call("PATCH", `/webhooks/${webhook}`, { status: "active" });
    const { status } = await act(id, "retry");
    expect(status).toBe(202);
    const delivered = await attempts(id, 1);
    expect([delivered.status, delivered.cancel_reason, delivered.attempts[0]?.trigger]).toEqual([
      "succeeded",
      null,
      "manual",
    ]);
    await act(id, "retry");
    expect((await attempts(id, 2)).status).toBe("succeeded");
    expectProblem(await act(id, "cancel"), 409, "not_pending");
  });

  test("a pending one goes at once, and its schedule goes on as it was", async () => {
    await registerWebhook(node, `${receiver.url}/503`, { tenant: "sooner", profile: "organiko" });
    await publish(node, { tenant: "sooner" });
    const id = await only("tenant=sooner");
    const { next_attempt } = await attempts(id, 1);
    await act(id, "retry");
    const after = await attempts(id, 2);
    expect([after.status, after.next_attempt]).toEqual(["pending", next_attempt]);
    expect(after.attempts.map(({ trigger }) => trigger)).toEqual(["schedule", "manual"]);
    clock.advance(5000);
    expect((await attempts(id, 3)).attempts.at(-1)?.trigger).toBe("schedule");
  });

  test("is refused for a disabled webhook, and for what there is not", async () => {
    const { id: webhook } = await registerWebhook(node, receiver.url, { tenant: "off", status: "paused" });
    await publish(node, { tenant: "off" });
    const id = await only("tenant=off");
    await node.call("PATCH", `/webhooks/${webhook}`, { status: "disabled" });
    const before = await counts(node);
    expect(expectProblem(await act(id, "retry"), 409, "webhook_disabled").detail).toBe(
      "Enable the webhook first.",
    );
    for (const what of ["retry", "cancel"] as const)
      expectProblem(await act("dlv_nope", what), 404, "not_found");
    expectProblem(await node.call("GET", "/deliveries/dlv_nope"), 404, "not_found");
    expect(await counts(node)).toEqual(before);
  });
});

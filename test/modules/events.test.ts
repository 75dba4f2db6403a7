import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem } from "../support/api.ts";
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

const post = (body: unknown, headers: Record<string, string> = {}) =>
  node.call("POST", "/events", body, { headers });
const replayed = ({ headers }: { headers: Headers }) => headers.get("idempotent-replayed");

describe("publishing", () => {
  beforeAll(() => registerWebhook(node, receiver.url, { tenant: "exact", profile: "orisha" }));

  test("answers the event, says how many webhooks get it, and makes an unknown tenant and type", async () => {
    await registerWebhook(node, receiver.url, { tenant: "acme" });
    const answer = await post({
      type: "acme.first",
      data: 1,
      tenant: "acme",
      channel: "store-7",
      actor: "user-9",
      created: "2024-01-01T01:00:00.5+01:00",
      id: "first",
    });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      id: "first",
      type: "acme.first",
      tenant: "acme",
      created: "2024-01-01T00:00:00.500Z",
      channel: "store-7",
      actor: "user-9",
      deliveries: 1,
    });
    expect((await node.call("GET", "/tenants/acme")).body).toMatchObject({
      id: "acme",
      name: "acme",
      profile: null,
    });
    expect((await node.call("GET", "/event-types/acme.first")).body).toMatchObject({
      status: "undeclared",
      description: "",
    });
  });

  test("needs no more than a type and data: the rest has its defaults", async () => {
    const { body } = await post({ type: "plain", data: null });
    expect(body).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
      type: "plain",
      tenant: "default",
      created: "2024-01-15T10:30:00.000Z",
      channel: null,
      actor: null,
      deliveries: 0,
    });
  });

  test.each([
    "null",
    "false",
    "true",
    "0",
    "-0",
    '""',
    '"text"',
    "[]",
    "{}",
    "12345678901234567890",
    "1.50",
    "1e400",
    "-0.0",
    '{"2":1,"1":2,"b":3,"a":4}',
    '"\\ud800"',
    '"\\u0000"',
    '{"a":"é\\u00e9\\/"}',
  ])("data %s is kept, shown and delivered as it was written", async (data) => {
    const { body } = await post(
      `{"type":"exact", "tenant":"exact","data": ${data} ,"previous_attributes":{"n":1.0}}`,
    );
    const response = await node.app.handle(
      new Request(`http://localhost/api/v1/events/${body.id}`, {
        headers: { authorization: "Bearer test-root-key-0123456789abcdef" },
      }),
    );
    expect(await response.text()).toEndWith(`,"data":${data},"previous_attributes":{"n":1.0}}`);
    const delivered = await waitFor(() =>
      receiver.requests.find(({ headers }) => headers["x-event-id"] === body.id),
    );
    expect(delivered.text).toBe(data);
    const { body: list } = await node.call<{ data: { id: string }[] }>(
      "GET",
      `/events/${body.id}/deliveries`,
    );
    expect(list.data).toHaveLength(1);
    await waitFor(async () => {
      const { body: now } = await node.call<{ attempts: { request: { body: string } }[] }>(
        "GET",
        `/deliveries/${list.data[0]?.id}`,
      );
      return now.attempts[0]?.request.body === data;
    });
  });
});

describe("an event's deliveries", () => {
  test("come in pages, newest first, each with its attempts", async () => {
    for (let n = 0; n < 5; n++) await registerWebhook(node, receiver.url, { tenant: "many" });
    const { id, deliveries } = await publish(node, { tenant: "many" });
    expect(deliveries).toBe(5);
    await waitFor(async () => {
      const { body } = await node.call<{ data: unknown[] }>("GET", "/deliveries?tenant=many&status=pending");
      return body.data.length === 0;
    });
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const next: string = cursor && `&cursor=${cursor}`;
      const { body } = await node.call<{
        data: { id: string; attempts: { outcome: string }[] }[];
        next_cursor: string | null;
      }>("GET", `/events/${id}/deliveries?limit=2${next}`);
      expect(body.data.every(({ attempts }) => attempts[0]?.outcome === "success")).toBe(true);
      seen.push(...body.data.map((one) => one.id));
      sizes.push(body.data.length);
      cursor = body.next_cursor;
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(new Set(seen).size).toBe(5);
  });
});

test("an event that was a test of one webhook says so of the others", async () => {
  const tested = await registerWebhook(node, receiver.url, { tenant: "tested" });
  const other = await registerWebhook(node, receiver.url, { tenant: "tested" });
  await node.call("POST", `/webhooks/${tested.id}/test`, {});
  const list = await node.call<{ data: { id: string }[] }>("GET", "/events?tenant=tested");
  const { body } = await node.call<{ webhooks: { webhook: { id: string }; reason: string | null }[] }>(
    "GET",
    `/events/${list.body.data[0]?.id}`,
  );
  expect(body.webhooks.map(({ webhook, reason }) => [webhook.id, reason])).toEqual([
    [tested.id, null],
    [other.id, "it was a test event for another webhook"],
  ]);
});

describe("the same event again", () => {
  const first = { type: "again", data: { a: 1, b: [1.5] }, id: "again", channel: "c" };
  beforeAll(async () => {
    await post(first);
  });

  test.each([
    ["byte for byte", JSON.stringify(first)],
    ["with other white space", JSON.stringify(first, null, 2)],
    [
      "with its members in another order",
      '{"channel":"c","id":"again","data":{"a":1,"b":[1.5]},"type":"again"}',
    ],
  ])("%s gets the first answer and changes nothing", async (_, body) => {
    const before = await counts(node);
    await registerWebhook(node, receiver.url, { tenant: "later" });
    const answer = await post(body);
    expect([answer.status, replayed(answer)]).toEqual([200, "true"]);
    expect(answer.body).toEqual({
      id: "again",
      type: "again",
      tenant: "default",
      created: "2024-01-15T10:30:00.000Z",
      channel: "c",
      actor: null,
      deliveries: 0,
    });
    expect((await counts(node)).events).toBe(before.events as number);
  });

  test.each([
    ["other data", { data: { a: 2 } }],
    ["the keys of data in another order", { data: { b: [1.5], a: 1 } }],
    ["another type", { type: "other" }],
    ["another channel", { channel: "d" }],
    ["an actor", { actor: "x" }],
    ["previous attributes", { previous_attributes: { a: 0 } }],
    ["another moment", { created: "2020-01-01T00:00:00Z" }],
  ])("with %s is a conflict and changes nothing", async (_, change) => {
    const before = await counts(node);
    const answer = await post({ ...first, ...change });
    expect(expectProblem(answer, 409, "event_id_conflict").detail).toBe(
      "The event again was accepted before with other content.",
    );
    expect(await counts(node)).toEqual({ ...before, event_types: expect.any(Number) as never });
  });

  test("in another tenant is another event, and asked for without its tenant it is ambiguous", async () => {
    await post({ type: "twin", data: 1, id: "twin", tenant: "one" });
    const answer = await post({ type: "twin", data: 2, id: "twin", tenant: "two" });
    expect([answer.status, replayed(answer)]).toEqual([202, null]);
    for (const path of ["/events/twin", "/events/twin/deliveries"]) {
      expectProblem(await node.call("GET", path), 409, "ambiguous_event_id");
      expect((await node.call("GET", `${path}?tenant=two`)).status).toBe(200);
      expectProblem(await node.call("GET", `${path}?tenant=three`), 404, "not_found");
    }
    expect((await node.call("GET", "/events/twin?tenant=two")).body).toMatchObject({
      tenant: "two",
      data: 2,
    });
  });

  test("50 at once make one event", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post({ type: "race", data: 1, id: "race" })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(49).fill(200), 202]);
  });
});

describe("an idempotency key", () => {
  test("gives the first answer again, bare or quoted", async () => {
    const body = { type: "key", data: 1 };
    const first = await post(body, { "idempotency-key": "abc-1" });
    const again = await post(body, { "idempotency-key": '"abc-1"' });
    expect([first.status, again.status, replayed(again)]).toEqual([202, 200, "true"]);
    expect(again.body).toEqual(first.body);
  });

  test("used for other content is refused and changes nothing", async () => {
    await post({ type: "key", data: 1 }, { "idempotency-key": "abc-2" });
    const before = await counts(node);
    expectProblem(
      await post({ type: "key", data: 2 }, { "idempotency-key": "abc-2" }),
      422,
      "idempotency_key_reused",
    );
    expectProblem(
      await post({ type: "key", data: 1, id: "own" }, { "idempotency-key": "abc-2" }),
      422,
      "idempotency_key_reused",
    );
    expect(await counts(node)).toEqual(before);
  });

  test.each(["", '""', "a b", "x".repeat(256), "é"])("%j is none", async (key) => {
    const before = await counts(node);
    const { errors } = expectProblem(
      await post({ type: "key", data: 1 }, { "idempotency-key": key }),
      422,
      "invalid",
    );
    expect(errors).toEqual([
      { pointer: "/headers/idempotency-key", detail: expect.stringContaining("printable ASCII") },
    ]);
    expect(await counts(node)).toEqual(before);
  });

  test("is the tenant's own", async () => {
    const answers = await Promise.all(
      ["one", "two"].map((tenant) =>
        post({ type: "key", data: tenant, tenant }, { "idempotency-key": "same" }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  });
});

describe("a batch", () => {
  const batch = (events: unknown) =>
    node.call<{
      data: (Record<string, unknown> & { error?: { code: string; errors?: { pointer: string }[] } })[];
    }>("POST", "/events/batch", events);

  test("accepts what is valid and answers for the rest in its place", async () => {
    const before = await counts(node);
    const good = (id: string) => `{"type":"batch","data":1.50,"id":"${id}"}`;
    const elements = [
      good("b1"),
      "5",
      "null",
      '{"type":"batch"}',
      '{"type":"batch","data":1,"data":2}',
      `{"type":"batch","data":${"[".repeat(65)}${"]".repeat(65)}}`,
      `{"type":"batch","data":"${"x".repeat(300 * 1024)}"}`,
      '{"type":"batch","data":1,"created":"soon"}',
      '{"type":"batch","data":1,"id":"again"}',
      good("b1"),
      good("b2"),
    ];
    const { status, body } = await batch(`{"events":[${elements.join(" , ")}]}`);
    expect(status).toBe(202);
    expect(body.data.map(({ id, error }) => error?.code ?? id)).toEqual([
      "b1",
      "invalid",
      "invalid",
      "invalid",
      "invalid",
      "invalid",
      "too_large",
      "invalid",
      "event_id_conflict",
      "b1",
      "b2",
    ]);
    expect(body.data[3]?.error?.errors).toEqual([{ pointer: "/data", detail: "is required" } as never]);
    expect((await counts(node)).events).toBe((before.events as number) + 2);
    expect((await node.call("GET", "/events/b2")).body).toMatchObject({ type: "batch" });
  });

  test("of 1000 larger than one event may be is accepted whole", async () => {
    const before = await counts(node);
    const events = Array.from({ length: 1000 }, (_, i) => ({
      type: "bulk",
      data: "x".repeat(1000),
      id: `bulk-${i}`,
    }));
    const { status, body } = await batch({ events });
    expect(status).toBe(202);
    expect(body.data.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect((await counts(node)).events).toBe((before.events as number) + 1000);
  });
});

describe("an event that is asked for", () => {
  const tenant = "why";
  const why = async (id: string) => {
    type Shown = {
      webhooks: { webhook: { id: string }; matched: boolean; reason: string | null; deliveries: unknown[] }[];
      unmatched_reason: string | null;
    };
    return (await node.call<Shown>("GET", `/events/${id}`)).body;
  };

  test("tells of each delivery how it is and how many attempts it has had", async () => {
    const own = { tenant: "attempts" };
    await registerWebhook(node, receiver.url, own);
    await registerWebhook(node, receiver.url, { ...own, status: "paused" });
    const { id } = await publish(node, own);
    const made = async () => (await why(id)).webhooks.flatMap(({ deliveries }) => deliveries);
    await waitFor(async () => JSON.stringify(await made()).includes("succeeded"));
    expect(await made()).toEqual([
      { id: expect.stringMatching(/^dlv_/), status: "succeeded", attempt_count: 1 },
      { id: expect.stringMatching(/^dlv_/), status: "pending", attempt_count: 0 },
    ]);
  });

  test("tells of each webhook why it got it or not", async () => {
    const all = await registerWebhook(node, receiver.url, { tenant });
    const other = await registerWebhook(node, receiver.url, { tenant, event_types: ["other.*"] });
    const store = await registerWebhook(node, receiver.url, { tenant, channels: ["store-1"] });
    const disabled = await registerWebhook(node, receiver.url, { tenant });
    await node.call("PATCH", `/webhooks/${disabled.id}`, { status: "disabled" });
    const { id } = await publish(node, { tenant, channel: "store-2" });
    (node.clock as unknown as { advance(ms: number): void }).advance(1000);
    const later = await registerWebhook(node, receiver.url, { tenant });
    const shown = await why(id);
    const reasons = Object.fromEntries(
      shown.webhooks.map(({ webhook, matched, reason }) => [webhook.id, matched || reason]),
    );
    expect(reasons).toEqual({
      [all.id]: true,
      [other.id]: "it does not subscribe to order.created",
      [store.id]: "it does not select the channel store-2",
      [disabled.id]: "it is disabled",
      [later.id]: "it was registered after the event",
    });
    expect(shown.unmatched_reason).toBeNull();
  });

  test.each([
    ["no webhooks", [], {}, "the tenant has no webhooks"],
    [
      "one of another type",
      [["b"]],
      {},
      "the tenant's one webhook does not get it: it does not subscribe to a",
    ],
    ["several of other types", [["b"], ["c"]], {}, "none of the tenant's 2 webhooks subscribes to a"],
    [
      "several that select channels",
      [["a"], ["a"]],
      { channels: ["x"] },
      "2 of the tenant's webhooks subscribe to a, but: the event has no channel, and it selects some",
    ],
  ])("that nobody got is kept with the reason: %s", async (name, webhooks, fields, reason) => {
    const lonely = name.replaceAll(" ", "-");
    for (const event_types of webhooks)
      await registerWebhook(node, receiver.url, { tenant: lonely, event_types, ...fields });
    const { id, deliveries } = await publish(node, { tenant: lonely, type: "a" });
    expect(deliveries).toBe(0);
    expect((await why(id)).unmatched_reason).toBe(reason);
    const { body } = await node.call<{ data: unknown[] }>("GET", `/events?tenant=${lonely}`);
    expect(body.data).toEqual([expect.objectContaining({ id, deliveries: 0, unmatched_reason: reason })]);
  });

  test.each(["/events/nope", "/events/nope/deliveries", "/events/%00", "/events/%F0%9F%92%A9"])(
    "%s is not there",
    async (path) => {
      expectProblem(await node.call("GET", path), 404, "not_found");
    },
  );
});

describe("the list of events", () => {
  type Listed = { data: { id: string }[]; next_cursor: string | null };
  const list = async (query: string) => (await node.call<Listed>("GET", `/events?tenant=list&${query}`)).body;
  const listed = async (query: string) => (await list(query)).data.map(({ id }) => id);

  beforeAll(async () => {
    for (let i = 1; i <= 7; i++)
      await publish(node, {
        id: `list-${i}`,
        tenant: "list",
        type: i % 2 ? "odd.one" : "even.one",
        channel: i > 4 ? "high" : null,
        created: `2024-01-0${i}T00:00:00Z`,
      });
  });

  test.each([
    ["", "7654321"],
    ["type=odd.one", "7531"],
    ["type=odd", ""],
    ["channel=high", "765"],
    ["since=2024-01-03T00:00:00Z", "76543"],
    ["until=2024-01-03T00:00:00Z", "21"],
    ["since=2024-01-03T01:00:00%2B01:00&until=2024-01-05T00:00:00Z", "43"],
    ["type=even.one&channel=high&since=2024-01-02T00:00:00Z", "6"],
    ["limit=2", "76"],
    ["limit=250", "7654321"],
  ])("%s", async (query, expected) => {
    expect(await listed(query)).toEqual([...expected].map((n) => `list-${n}`));
  });

  test("comes in pages that stay what they are while events arrive", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Listed = await list(`limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
      await publish(node, { id: `list-late-${seen.length}`, tenant: "list" });
    }
    expect(seen).toEqual([..."7654321"].map((n) => `list-${n}`));
  });
});

test("a batch with an idempotency key is refused: it would be ignored", async () => {
  await using node = await startNode();
  const headers = { "idempotency-key": "k" };
  const answer = await node.call("POST", "/events/batch", { events: [{ type: "a", data: 1 }] }, { headers });
  const { errors } = expectProblem(answer, 422, "invalid");
  expect(errors?.[0]).toEqual({
    pointer: "/headers/idempotency-key",
    detail: "is for a single event; give each event of a batch an id",
  });
});

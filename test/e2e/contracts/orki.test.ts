import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHmac, timingSafeEqual } from "node:crypto";
import { verify } from "@octokit/webhooks-methods";
import { expectProblem } from "../../support/api.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";
import { type Handler, type ReceivedRequest, startReceiver } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  clockOf,
  type Delivery,
  deliveryOf,
  type EventType,
  importSample,
  nextAttempt,
  notificationsOf,
  preview,
  wireOf,
} from "./contract.ts";

// Seed 004: each test is named by the sentence that it proves.

const TOKEN = "my-verify-token-123";

let node: TestNode;
let catalogue: Map<string, EventType>;

beforeAll(async () => {
  node = await startNode();
  catalogue = await importSample(node, "orki");
});
afterAll(() => node.stop());

/** A receiver as the page asks for: it answers the challenge when the token is right, and `events` to the rest. */
function consumer(events: Handler = () => 200): Handler {
  return (request) => {
    if (request.method !== "GET") return events(request);
    const { searchParams } = new URL(request.path, "http://localhost");
    if (searchParams.get("hub.verify_token") !== TOKEN) return 403;
    return { status: 200, body: searchParams.get("hub.challenge") ?? "" };
  };
}

type Shown = {
  id: string;
  status: string;
  verification: { state: string; error: string | null; at: string | null };
  health: { state: string; consecutive_failures: number };
};

async function register(url: string, tenant: string, fields: object = {}): Promise<Shown> {
  const webhook = { url, tenant, profile: "orki", secret: TOKEN, ...fields };
  return (await registerWebhook(node, url, webhook)) as unknown as Shown;
}

/** The first event that came, as a list of it alone; null before it has. */
const firstPost = (requests: ReceivedRequest[]) => (posts(requests).length > 0 ? posts(requests) : null);

const posts = (requests: ReceivedRequest[]) => requests.filter(({ method }) => method === "POST");

describe("Registering a Webhook", () => {
  test("Enter your webhook URL (must be HTTPS)", async () => {
    await using production = await startNode({ env: { POSTHORN_ALLOW_HTTP: "false" } });
    const webhook = { url: "http://example.com/hook", profile: "orki", secret: TOKEN, event_types: ["*"] };
    const refused = expectProblem(await production.call("POST", "/webhooks", webhook), 422, "invalid");
    expect(refused.errors?.[0]?.pointer).toBe("/url");
  });

  test("Enter a verify token (a secret string used for the verification handshake)", async () => {
    const webhook = { url: "https://example.com/hook", profile: "orki", event_types: ["*"] };
    const refused = expectProblem(await node.call("POST", "/webhooks", webhook), 422, "invalid");
    expect(refused.errors?.[0]?.pointer).toBe("/secret");
  });

  test("Select the event types you want to subscribe to: meta.message, message.created, chat.status_changed", async () => {
    expect([...catalogue.keys()].sort()).toEqual(["chat.status_changed", "message.created", "meta.message"]);
    await using mine = await startReceiver(consumer());
    await register(mine.url, "types", { event_types: ["chat.status_changed"] });
    const data = catalogue.get("chat.status_changed")?.example;
    const wanted = await publish(node, { tenant: "types", type: "chat.status_changed", data });
    const other = await publish(node, {
      ...{ tenant: "types", type: "message.created" },
      data: catalogue.get("message.created")?.example,
    });
    expect([wanted.deliveries, other.deliveries]).toEqual([1, 0]);
  });
});

describe("Verification Handshake", () => {
  test("Orki sends a GET request with a hub.challenge parameter and your verify token; your server responds with the challenge", async () => {
    await using mine = await startReceiver(consumer());
    const webhook = await register(`${mine.url}/hook?store=7`, "handshake");
    expect(webhook).toMatchObject({ status: "active", verification: { state: "verified", error: null } });
    expect(mine.requests).toHaveLength(1);
    const [request] = mine.requests;
    const { pathname, searchParams } = new URL(request?.path ?? "", "http://localhost");
    expect([request?.method, pathname, searchParams.get("store")]).toEqual(["GET", "/hook", "7"]);
    expect(searchParams.get("hub.mode")).toBe("subscribe");
    expect(searchParams.get("hub.verify_token")).toBe(TOKEN);
    expect(searchParams.get("hub.challenge")?.length).toBeGreaterThan(20);
  });

  const wrong: [name: string, answer: Handler, reason: RegExp][] = [
    ["other bytes", () => ({ status: 200, body: "not the challenge" }), /was not the challenge/],
    [
      "the challenge and a line break",
      (r) => ({ status: 200, body: `${challengeOf(r)}\n` }),
      /was not the challenge/,
    ],
    ["another status", (r) => ({ status: 403, body: challengeOf(r) }), /403 instead of 200/],
    ["a redirect", () => ({ status: 302, headers: { location: "/elsewhere" } }), /302 instead of 200/],
    ["one megabyte", () => ({ status: 200, body: "x".repeat(1 << 20) }), /was not the challenge/],
  ];
  const challengeOf = ({ path }: ReceivedRequest) =>
    new URL(path, "http://localhost").searchParams.get("hub.challenge") ?? "";

  test.each(wrong)(
    "%s as answer leaves it unverified, with the reason, and nothing is delivered to it",
    async (name, answer, reason) => {
      await using mine = await startReceiver(answer);
      const tenant = name.replaceAll(" ", "-");
      const webhook = await register(mine.url, tenant);
      expect(webhook).toMatchObject({ status: "unverified", verification: { state: "failed" } });
      expect(webhook.verification.error).toMatch(reason);
      const { id, deliveries } = await publish(node, { tenant });
      expect(deliveries).toBe(0);
      const { body } = await node.call<{ webhooks: object[] }>("GET", `/events/${id}`);
      expect(body.webhooks).toMatchObject([{ reason: "its URL is not verified yet" }]);
      expect(posts(mine.requests)).toHaveLength(0);
      const told = await waitFor(async () => {
        const list = await notificationsOf(node, tenant);
        return list.length > 0 ? list : null;
      });
      expect(told.map(({ kind }) => kind)).toEqual(["webhook.verification_failed"]);
    },
  );

  test("This confirms that you own the endpoint: put right, it is verified on demand and from then on receives", async () => {
    await using mine = await startReceiver(() => 500);
    const { id } = await register(mine.url, "again");
    mine.reply(consumer());
    const { status, body } = await node.call<Shown>("POST", `/webhooks/${id}/verify`);
    expect([status, body.status, body.verification.state]).toEqual([200, "active", "verified"]);
    await publish(node, { tenant: "again" });
    await waitFor(() => posts(mine.requests).length === 1);
  });

  test("a new URL is asked again", async () => {
    await using mine = await startReceiver(consumer());
    await using next = await startReceiver(() => 404);
    const { id } = await register(mine.url, "moves");
    const moved = await node.call<Shown>("PATCH", `/webhooks/${id}`, { url: next.url });
    expect(moved.body).toMatchObject({ status: "unverified", verification: { state: "failed" } });
    next.reply(consumer());
    expect((await node.call<Shown>("POST", `/webhooks/${id}/verify`)).body.status).toBe("active");
  });
});

describe("HMAC-SHA256 Signature Verification", () => {
  /** The page's own example, as it stands there. */
  function verifySignature(payload: string, signature: string, secret: string) {
    const expected = `sha256=${createHmac("sha256", secret).update(payload).digest("hex")}`;
    return timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
  }

  test("Every webhook payload includes an X-Hub-Signature-256 header containing sha256=<hex_digest>, using your verify token as the HMAC key", async () => {
    await using mine = await startReceiver(consumer());
    await register(mine.url, "signed");
    await publish(node, { tenant: "signed", data: { text: "שלום 👋" } });
    const [request] = await waitFor(() => firstPost(mine.requests));
    const { text = "", headers = {} } = request ?? {};
    const signature = headers["x-hub-signature-256"] ?? "";
    expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(request?.rawHeaders.map(([name]) => name)).toContain("X-Hub-Signature-256");
    expect(verifySignature(text, signature, TOKEN)).toBe(true);
    expect(verifySignature(text, signature, "another")).toBe(false);
    expect(await verify(TOKEN, text, signature)).toBe(true);
    expect(await verify(TOKEN, `${text} `, signature)).toBe(false);
  });
});

describe("Delivery Logs", () => {
  test("What You Can See: event type, response status code, response time, timestamp and error details", async () => {
    await using mine = await startReceiver(consumer(() => ({ status: 503, body: "down for maintenance" })));
    const { id } = await register(mine.url, "seen");
    const event = await publish(node, { tenant: "seen", type: "chat.seen" });
    await deliveryOf(node, event.id, ({ attempt_count }) => attempt_count === 1);
    type Row = Delivery & { last_attempt: Record<string, unknown> };
    const { body } = await node.call<{ data: Row[] }>("GET", `/webhooks/${id}/deliveries`);
    expect(body.data[0]?.event.type).toBe("chat.seen");
    expect(body.data[0]?.last_attempt).toEqual({
      number: 1,
      started: new Date(clockOf(node).now()).toISOString(),
      duration_ms: expect.any(Number),
      outcome: "http_error",
      status_code: 503,
      error: expect.stringContaining("503"),
    });
    const { body: whole } = await node.call<{ attempts: { response: { body: string } }[] }>(
      "GET",
      `/deliveries/${body.data[0]?.id}`,
    );
    expect(whole.attempts[0]?.response.body).toBe("down for maintenance");
  });

  test("Filter delivery logs by: event type, success or failure, date range", async () => {
    await using mine = await startReceiver(consumer(({ text }) => (text.includes('"good"') ? 200 : 500)));
    await node.call("POST", "/profiles/orki/copy", { name: "orki-once" });
    const { body: copy } = await node.call<Record<string, unknown>>("GET", "/profiles/orki-once");
    const { builtin: _, used_by: __, created: ___, updated: ____, ...once } = copy;
    const retry = { delays_seconds: [], jitter: 0, honour_retry_after: false };
    await node.call("PUT", "/profiles/orki-once", { ...once, retry });
    const { id } = await register(mine.url, "filters", { profile: "orki-once" });
    const before = clockOf(node).now();
    const first = await publish(node, { tenant: "filters", type: "a.one", data: "good" });
    await deliveryOf(node, first.id, ({ status }) => status === "succeeded");
    clockOf(node).advance(3_600_000);
    const second = await publish(node, { tenant: "filters", type: "a.two", data: "bad" });
    await deliveryOf(node, second.id, ({ status }) => status === "failed");
    const types = async (filter: string) => {
      const { body } = await node.call<{ data: Delivery[] }>("GET", `/webhooks/${id}/deliveries?${filter}`);
      return body.data.map(({ event }) => event.type);
    };
    const between = new Date(before + 1_800_000).toISOString();
    expect(await types("type=a.one")).toEqual(["a.one"]);
    expect(await types("status=success")).toEqual(["a.one"]);
    expect(await types("status=failure")).toEqual(["a.two"]);
    expect(await types(`since=${between}`)).toEqual(["a.two"]);
    expect(await types(`until=${between}`)).toEqual(["a.one"]);
    expect(await types(`status=failure&type=a.one&until=${between}`)).toEqual([]);
  });
});

test("webhooks with too many consecutive failures display a warning in the dashboard", async () => {
  await using mine = await startReceiver(consumer(() => 500));
  const { id } = await register(mine.url, "warning");
  const states: string[] = [];
  for (let failures = 1; failures <= 5; failures++) {
    const event = await publish(node, { tenant: "warning" });
    await deliveryOf(node, event.id, ({ attempt_count }) => attempt_count === 1);
    const { body } = await node.call<Shown>("GET", `/webhooks/${id}`);
    expect(body.health.consecutive_failures).toBe(failures);
    states.push(body.health.state);
  }
  expect(states).toEqual(["healthy", "healthy", "healthy", "healthy", "warning"]);
});

test("Failed deliveries are automatically retried", async () => {
  await using mine = await startReceiver();
  let asked = 0;
  mine.reply(consumer(() => (++asked === 1 ? 500 : 200)));
  await register(mine.url, "retried");
  const { id } = await publish(node, { tenant: "retried" });
  expect((await nextAttempt(node, id, 1)).status).toBe("succeeded");
});

test("Test events: this sends a sample payload to your webhook URL", async () => {
  await using mine = await startReceiver(consumer());
  const { id } = await register(mine.url, "tested", { event_types: ["meta.message"] });
  const { body } = await node.call("POST", `/webhooks/${id}/test`, {});
  expect(body).toMatchObject({ trigger: "test", outcome: "success", status_code: 200 });
  const [request] = posts(mine.requests);
  expect(JSON.parse(request?.text ?? "")).toMatchObject({
    type: "meta.message",
    data: catalogue.get("meta.message")?.example,
  });
  const edited = await node.call("POST", `/webhooks/${id}/test`, {
    type: "meta.message",
    data: { mine: true },
  });
  expect(edited.body.outcome).toBe("success");
  expect(JSON.parse(posts(mine.requests)[1]?.text ?? "").data).toEqual({ mine: true });
});

describe("Make sure your endpoint responds with a 2xx status code within 5 seconds, or the delivery will be marked as failed", () => {
  const never = new Promise<never>(() => {});

  test("one that does not answer has failed after 5 s; one that answers a failure drop by drop, too: the limit includes the body", async () => {
    await using silent = await startReceiver(consumer(() => never));
    await using dripping = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) =>
        request.method === "GET"
          ? new Response(new URL(request.url).searchParams.get("hub.challenge"))
          : new Response(new ReadableStream({ start: (body) => body.enqueue("drop") }), { status: 500 }),
    });
    await register(silent.url, "late");
    await register(`http://127.0.0.1:${dripping.port}`, "late");
    const { id } = await publish(node, { tenant: "late" });
    const failed = await waitFor(async () => {
      const { body } = await node.call<{ data: Delivery[] }>("GET", `/events/${id}/deliveries`);
      return body.data.every(({ attempt_count }) => attempt_count === 1) ? body.data : null;
    });
    for (const { attempts } of failed)
      expect(attempts).toMatchObject([{ outcome: "timeout", error: expect.stringContaining("within 5 s") }]);
  });
});

test("the request that the preview shows is the one that the receiver got, byte for byte", async () => {
  await using mine = await startReceiver(consumer());
  const url = `${mine.url}/orki?x=1`;
  const { id } = await register(url, "bytes");
  const created = new Date(clockOf(node).now()).toISOString();
  const event = { id: "msg-1", type: "message.seen", created, data: { text: "שלום" } };
  await publish(node, { ...event, tenant: "bytes" });
  const [request] = await waitFor(() => firstPost(mine.requests));
  const { id: delivery } = await deliveryOf(node, event.id, ({ status }) => status === "succeeded");
  const sample = { ...event, channel: null };
  const facts = { event: sample, tenant: "bytes", webhook: { id, url, secret: TOKEN }, delivery };
  const shown = await preview(node, "orki", { ...facts, attempt: { number: 1, timestamp: created } });
  expect(request && wireOf(request)).toBe(shown);
});

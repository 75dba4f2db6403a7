import { describe, expect, test } from "bun:test";
import { StoreError } from "../../src/db/store.ts";
import type { Exchange, ExchangeResult } from "../../src/egress/exchange.ts";
import { createLogger } from "../../src/log.ts";
import type { Target } from "../../src/outbox/targets.ts";
import { type DeliverDeps, deliver } from "../../src/worker/deliver.ts";
import { tend } from "../../src/worker/tend.ts";
import { createVerify } from "../../src/worker/verify.ts";
import { failing, times } from "../db/helpers.ts";
import { type Outbox, openOutbox } from "../outbox/helpers.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode } from "../support/node.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const response = (statusCode: number, headers: Record<string, string> = {}, body = ""): ExchangeResult => ({
  ...{ kind: "response", response: { statusCode, headers, body, truncated: false } },
  ...{ timings: null, remoteAddress: "127.0.0.1" },
});

/** As if the body had gone on. */
const cutOff = (result: ExchangeResult): ExchangeResult =>
  result.kind === "response" ? { ...result, response: { ...result.response, truncated: true } } : result;

const quiet = createLogger({ level: "error", format: "json", write: () => undefined });

function delivering(outbox: Outbox, result: ExchangeResult) {
  const sent: Exchange[] = [];
  const { store, registry, clock, committer, newId } = outbox;
  const withdrawn: string[] = [];
  const withdraw = async (webhook: string) => void withdrawn.push(webhook);
  const deps: DeliverDeps = {
    ...{ committer, clock, log: quiet, random: () => 0.5, userAgent: "Posthorn/test", allowHttp: true },
    send: async (exchange) => {
      sent.push(exchange);
      return result;
    },
    observe: () => undefined,
    tend: (...told) => tend({ store, registry, clock, newId, log: quiet, withdraw }, ...told),
  };
  return { deps, sent, withdrawn };
}

async function oneDelivery(
  result: ExchangeResult,
  fields: Record<string, string | number | null> = {},
  fault?: () => StoreError | null,
) {
  let down = false;
  const outbox = await openOutbox((store) =>
    failing(store, { write: () => (down ? (fault?.() ?? null) : null) }),
  );
  const webhook = await outbox.addWebhook({ profile: "orisha", ...fields });
  const job = await outbox.leased();
  down = true;
  const target = outbox.registry.webhook(webhook) as Target;
  const made = delivering(outbox, result);
  const signal = new AbortController();
  let freed = 0;
  return {
    ...{ outbox, webhook, job, target, ...made, signal, freed: () => freed },
    run: () =>
      deliver(made.deps, job, target, signal.signal, { accepted: () => {}, free: () => void freed++ }),
    row: () => outbox.row("deliveries", job.delivery),
    [Symbol.asyncDispose]: () => outbox[Symbol.asyncDispose](),
  };
}

test("an attempt is sent once, judged and written down, and frees its slot before that", async () => {
  await using it = await oneDelivery(response(204));
  expect(await it.run()).toEqual({ success: true, dueAt: null });
  expect([it.sent.length, it.freed()]).toEqual([1, 1]);
  expect(await it.row()).toMatchObject({ status: "succeeded", attempt_count: 1, lease_owner: null });
});

test("a failure says when the delivery is due again", async () => {
  await using it = await oneDelivery(response(500));
  expect(await it.run()).toEqual({ success: false, dueAt: it.outbox.clock.now() + 5000 });
  expect(it.target.failing).toBe(true);
});

test.each(["full", "busy", "unavailable"] as const)(
  "a result that cannot be written because the database is %s is written later, and nothing is sent twice",
  async (code) => {
    await using it = await oneDelivery(response(200), {}, times(12, code));
    let over = false;
    const running = it.run().finally(() => {
      over = true;
    });
    await waitFor(() => {
      if (it.outbox.clock.pending.length > 0) it.outbox.clock.advance(1000);
      return over;
    });
    expect(await running).toEqual({ success: true, dueAt: null });
    expect(it.sent).toHaveLength(1);
    expect(await it.outbox.all("SELECT count(*) AS n FROM attempts")).toEqual([{ n: 1 }]);
    expect(await it.row()).toMatchObject({ status: "succeeded" });
  },
);

test("a result that cannot be written for a long time is told of once", async () => {
  await using it = await oneDelivery(response(200), {}, times(50, "full"));
  const lines: string[] = [];
  it.deps.log = createLogger({ level: "warn", format: "json", write: (line) => void lines.push(line) });
  let over = false;
  const running = it.run().finally(() => {
    over = true;
  });
  await waitFor(() => {
    if (it.outbox.clock.pending.length > 0) it.outbox.clock.advance(1000);
    return over;
  });
  expect(await running).toMatchObject({ success: true });
  expect(lines).toHaveLength(1);
});

test("a process that is told to end does not wait for a full disk", async () => {
  await using it = await oneDelivery(response(200), {}, times(3, "full"));
  it.signal.abort();
  await expect(it.run()).rejects.toThrow("injected full");
});

test("a request that cannot be made is an attempt that failed, with the reason", async () => {
  await using it = await oneDelivery(response(200), { profile: "standard" });
  expect(await it.run()).toMatchObject({ success: false });
  expect(it.sent).toHaveLength(0);
  const [attempt] = await it.outbox.all("SELECT outcome, error FROM attempts");
  expect(attempt).toMatchObject({ outcome: "blocked" });
  expect(String(attempt?.error)).toStartWith("The request could not be made: ");
  expect(await it.row()).toMatchObject({ status: "pending", scheduled_count: 1 });
});

test("a receiver that is gone disables its webhook and cancels what else it had to get", async () => {
  await using it = await oneDelivery(response(410));
  const { profile } = it.target;
  it.target.profile = { ...profile, disable: { ...profile.disable, on_410: true } };
  await it.outbox.publish();
  await it.run();
  expect(await it.outbox.row("webhooks", it.webhook)).toMatchObject({
    status: "disabled",
    status_reason: "gone",
  });
  expect(
    (await it.outbox.all("SELECT status FROM deliveries ORDER BY seq")).map(({ status }) => status),
  ).toEqual(["failed", "cancelled"]);
  expect([it.outbox.registry.webhook(it.webhook)?.status, it.withdrawn]).toEqual(["disabled", [it.webhook]]);
});

test("the hundredth failure in a row disables the webhook where its profile says so", async () => {
  await using it = await oneDelivery(response(500), { consecutive_failures: 99, failing_since: 1 });
  await it.run();
  expect(await it.outbox.row("webhooks", it.webhook)).toMatchObject({
    ...{ status: "disabled", status_reason: "consecutive_failures", consecutive_failures: 100 },
  });
});

test("a result whose lease was lost disables nothing", async () => {
  await using it = await oneDelivery(response(500), { consecutive_failures: 99, failing_since: 1 });
  await it.outbox.run("UPDATE deliveries SET lease_owner = 'other'");
  expect(await it.run()).toMatchObject({ dueAt: null });
  expect(await it.outbox.row("webhooks", it.webhook)).toMatchObject({
    status: "active",
    consecutive_failures: 99,
  });
});

describe("a handshake", () => {
  async function verified(
    profile: string,
    result: ExchangeResult | ((exchange: Exchange) => ExchangeResult),
    meanwhile?: string,
  ) {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook({
      profile,
      status: "unverified",
      url: "http://127.0.0.1:1/hook?a=1%20b&flag&c=~*",
    });
    const { store, registry, clock, newId } = outbox;
    let asked: Exchange | undefined;
    const verify = createVerify({
      ...{
        store,
        registry,
        clock,
        newId,
        userAgent: "Posthorn/test",
        allowHttp: true,
        origin: "posthorn.test",
      },
      challenge: () => "chal-1",
      send: async (exchange) => {
        asked = exchange;
        if (meanwhile) await outbox.run(meanwhile);
        return typeof result === "function" ? result(exchange) : result;
      },
    });
    await verify(webhook);
    const { status, verification_error, verified_at } = await outbox.row("webhooks", webhook);
    return {
      asked,
      status,
      error: verification_error,
      at: verified_at,
      known: registry.webhook(webhook)?.status,
    };
  }

  test("by challenge asks the URL with its own query kept, and the right answer makes the webhook active", async () => {
    const { asked, ...rest } = await verified("orki", response(200, {}, "chal-1"));
    expect([asked?.method, asked?.body]).toEqual(["GET", null]);
    expect(asked?.url).toStartWith("http://127.0.0.1:1/hook?a=1%20b&flag&c=~*&hub.mode=subscribe&");
    expect(new URL(asked?.url ?? "").searchParams.get("hub.challenge")).toBe("chal-1");
    expect(rest).toMatchObject({ status: "active", error: null, known: "active" });
  });

  const timeout: ExchangeResult = {
    kind: "timeout",
    error: "It took too long.",
    response: null,
    timings: null,
    remoteAddress: null,
  };

  test.each([
    ["another text", response(200, {}, "chal-2")],
    ["the challenge and then more than is read", cutOff(response(200, {}, "chal-1"))],
    ["the challenge with more around it", response(200, {}, "chal-1\n")],
    ["another status", response(201, {}, "chal-1")],
    ["an error", response(500)],
    ["nothing in time", timeout],
  ])("by challenge answered with %s leaves the webhook unverified with the reason", async (_, result) => {
    const { status, error, known } = await verified("orki", result);
    expect([status, known]).toEqual(["unverified", "unverified"]);
    expect(String(error)).toMatch(/^(The receiver|It took).+\.$/);
  });

  test.each([
    ["its origin", "posthorn.test"],
    ["any origin", "*"],
  ])("by consent to %s makes the webhook active", async (_, allowed) => {
    const { asked, status } = await verified(
      "cloudevents",
      response(200, { "webhook-allowed-origin": allowed }),
    );
    expect([asked?.method, asked?.headers.find(([name]) => name === "WebHook-Request-Origin")?.[1]]).toEqual([
      "OPTIONS",
      "posthorn.test",
    ]);
    expect(status).toBe("active");
  });

  test.each([
    ["another origin", response(200, { "webhook-allowed-origin": "elsewhere.test" })],
    ["no header", response(200)],
    ["a refusal", response(405, { "webhook-allowed-origin": "*" })],
    ["nothing in time", timeout],
  ])("by consent answered with %s leaves the webhook unverified with the reason", async (_, result) => {
    const { status, error } = await verified("cloudevents", result);
    expect([status, typeof error]).toEqual(["unverified", "string"]);
  });

  test("for a URL that was changed meanwhile proves nothing about the new one", async () => {
    const moved = await verified(
      "orki",
      response(200, {}, "chal-1"),
      "UPDATE webhooks SET url = 'http://127.0.0.1:2/'",
    );
    expect(moved).toMatchObject({ status: "unverified", at: null });
  });

  test("does not bring back a webhook that was disabled meanwhile", async () => {
    const sql = "UPDATE webhooks SET status = 'disabled', status_reason = 'operator'";
    expect(await verified("orki", response(200, {}, "chal-1"), sql)).toMatchObject({ status: "disabled" });
  });
});

test("a real node delivers to a real receiver, retries after five seconds sharp, and hurts no other webhook", async () => {
  await using good = await startReceiver();
  await using bad = await startReceiver();
  bad.reply([500, 200]);
  await using node = await startNode();
  await registerWebhook(node, good.url);
  await registerWebhook(node, bad.url);
  const { status } = await node.call("POST", "/events", { type: "order.created", data: { n: 1 } });
  expect(status).toBe(202);
  await good.waitFor(1);
  await bad.waitFor(1);
  const { clock } = node;
  if (!("advance" in clock)) throw new Error("not a manual clock");
  const due = () => (clock as unknown as { pending: number[] }).pending.includes(clock.now() + 5000);
  await waitFor(due, "a timer for the retry");
  (clock as unknown as { advance(ms: number): void }).advance(5000);
  await bad.waitFor(2);
  const [first, second] = bad.requests;
  expect(first?.text).toBe(second?.text ?? "");
  expect(first?.headers["webhook-id"]).toBe(second?.headers["webhook-id"] ?? "");
  expect(good.requests).toHaveLength(1);
});

test("an answer that the database will not take is left out, and the attempt is kept", async () => {
  const outbox = await openOutbox((store) =>
    failing(store, {
      write: (statements) =>
        JSON.stringify(statements).includes("poison") ? new StoreError("invalid", "SQLITE_MISMATCH") : null,
    }),
  );
  const webhook = await outbox.addWebhook({ profile: "orisha" });
  const job = await outbox.leased();
  const { deps, sent } = delivering(outbox, response(200, {}, "poison"));
  const target = outbox.registry.webhook(webhook) as Target;
  await deliver(deps, job, target, new AbortController().signal, { accepted() {}, free() {} });
  expect(sent).toHaveLength(1);
  expect(await outbox.row("deliveries", job.delivery)).toMatchObject({ status: "succeeded" });
  expect(await outbox.all("SELECT status_code, response_body FROM attempts")).toEqual([
    { status_code: 200, response_body: null },
  ]);
  await outbox[Symbol.asyncDispose]();
});

test("a sweep webhook's retry is due at a sweep, not a moment after it", async () => {
  await using delivery = await oneDelivery(response(500), { profile: "ordereazi" });
  const minute = 60_000;
  delivery.outbox.clock.advance(minute - (delivery.outbox.clock.now() % minute) + 11);
  const began = delivery.outbox.clock.now();
  await delivery.run();
  expect(await delivery.row()).toMatchObject({ status: "pending", next_attempt_at: began - 11 + minute });
});

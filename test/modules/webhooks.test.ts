import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import type { Store } from "../../src/db/store.ts";
import { systemPrincipal } from "../../src/http/principal.ts";
import { changeWebhook } from "../../src/modules/webhooks/change.ts";
import { disable } from "../../src/outbox/disable.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { verifySignature } from "../../src/wire/signature.ts";
import { counts, expectProblem } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const root = systemPrincipal();

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
  clock = node.clock as ManualClock;
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

type Shown = Record<string, unknown> & {
  id: string;
  status: string;
  status_reason: string | null;
  secret?: string;
  health: Record<string, unknown>;
  verification: { state: string; error: string | null; at: string | null };
};
type Delivery = { id: string; status: string; cancel_reason: string | null; next_attempt: string | null };

const get = async (id: string) => (await node.call<Shown>("GET", `/webhooks/${id}`)).body;
const patch = (id: string, changes: unknown) => node.call<Shown>("PATCH", `/webhooks/${id}`, changes);
const deliveries = async (id: string) =>
  (await node.call<{ data: Delivery[] }>("GET", `/webhooks/${id}/deliveries`)).body.data;
const statuses = async (id: string) => (await deliveries(id)).map(({ status }) => status);
const becomes = (id: string, ...wanted: string[]) =>
  waitFor(async () => JSON.stringify(await statuses(id)) === JSON.stringify(wanted), `${id} ${wanted}`);

/** A receiver of its own, so that no other test's webhooks speak to it. */
async function withReceiver(run: (own: Receiver) => Promise<void>): Promise<void> {
  await using own = await startReceiver();
  await run(own);
}

describe("registering", () => {
  test("answers the whole webhook with its defaults, and the secret in this answer only", async () => {
    const { status, body } = await node.call<Shown>("POST", "/webhooks", {
      url: receiver.url,
      event_types: ["a.*"],
    });
    expect(status).toBe(201);
    const { secret, public_key, ...shown } = body;
    expect({ secret, public_key }).toEqual({ secret: expect.stringMatching(/^whsec_/), public_key: null });
    expect(shown).toEqual({
      id: expect.stringMatching(/^wh_/),
      tenant: "default",
      url: receiver.url,
      description: "",
      event_types: ["a.*"],
      channels: null,
      profile: null,
      headers: {},
      filter: null,
      rate_limit: null,
      metadata: {},
      status: "active",
      status_reason: null,
      app_user: null,
      health: {
        state: "idle",
        consecutive_failures: 0,
        failing_since: null,
        last_success: null,
        last_failure: null,
      },
      verification: { state: "not_required", error: null, at: null },
      created: "2024-01-15T10:30:00.000Z",
      updated: "2024-01-15T10:30:00.000Z",
    });
    expect(await get(shown.id)).toEqual(shown);
    const revealed = await node.call("GET", `/webhooks/${shown.id}/secret`);
    expect(revealed.body).toEqual({ secret, public_key: null, previous_signs_until: null });
  });

  test("keeps everything that is given", async () => {
    const given = {
      tenant: "given",
      url: `${receiver.url}/path?q=1`,
      description: "two\nlines €",
      event_types: ["a", "b.*", "*"],
      channels: ["store-1", "Filiale Süd"],
      profile: "aiq",
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      headers: { "X-Own": "value", Authorization: "Bearer abcdefghijkl" },
      filter: null,
      rate_limit: 2.5,
      metadata: { team: { id: 5 } },
      status: "paused",
    };
    const { status, body } = await node.call<Shown>("POST", "/webhooks", given);
    expect([status, body]).toEqual([201, expect.objectContaining(given)]);
  });

  test("stops at the setting where the profile has no limit, but not for what Posthorn makes itself", async () => {
    const make = (tenant: string) =>
      node.call("POST", "/webhooks", { tenant, url: receiver.url, event_types: ["never"] });
    expect((await node.call("PUT", "/settings/webhooks_per_tenant", { value: 2 })).status).toBe(200);
    for (const status of [201, 201, 409]) expect((await make("capped")).status).toBe(status);
    expect(expectProblem(await make("capped"), 409, "webhook_limit").detail).toBe(
      "The tenant capped has its 2 webhooks already.",
    );
    for (const _ of [1, 2, 3]) expect((await make("_operator")).status).toBe(201);
    const docs = await node.call("GET", "/docs/consumer?tenant=capped");
    expect(docs.body).toMatchObject({ limits: { webhooks_per_tenant: 2 } });
    await node.call("DELETE", "/settings/webhooks_per_tenant");
    expect((await make("capped")).status).toBe(201);
  });

  test("stops where the profile's limit is, also when five come at once", async () => {
    const make = () =>
      node.call("POST", "/webhooks", {
        tenant: "orisha",
        profile: "orisha",
        url: receiver.url,
        event_types: ["*"],
      });
    const answers = await Promise.all(Array.from({ length: 5 }, make));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409]);
    const before = await counts(node);
    expect(expectProblem(await make(), 409, "webhook_limit").detail).toBe(
      "The tenant orisha has its 3 webhooks already.",
    );
    expect(await counts(node)).toEqual(before);
    const { id } = answers.find(({ status }) => status === 201)?.body ?? {};
    await node.call("DELETE", `/webhooks/${id}`);
    expect((await make()).status).toBe(201);
  });
});

describe("changing", () => {
  const given = {
    url: "http://127.0.0.1:4/a",
    description: "d",
    event_types: ["a"],
    channels: ["c"],
    profile: "aiq",
    headers: { "X-A": "1" },
    rate_limit: 5,
    metadata: { a: 1 },
  };
  let id: string;
  beforeAll(async () => {
    id = (await registerWebhook(node, given.url, { ...given, tenant: "change" })).id;
  });

  test.each([
    ["nothing", {}, {}],
    ["the URL", { url: "http://127.0.0.1:4/b" }, { url: "http://127.0.0.1:4/b" }],
    ["the description", { description: "" }, { description: "" }],
    ["the event types", { event_types: ["b.*"] }, { event_types: ["b.*"] }],
    ["the channels to all", { channels: null }, { channels: null }],
    ["the profile to the tenant's", { profile: null }, { profile: null }],
    ["the headers as a whole", { headers: { "X-B": "2" } }, { headers: { "X-B": "2" } }],
    ["the rate limit to none", { rate_limit: null }, { rate_limit: null }],
    ["the metadata as a whole", { metadata: {} }, { metadata: {} }],
    [
      "several at once",
      { description: "x", metadata: { b: null } },
      { description: "x", metadata: { b: null } },
    ],
  ])("%s leaves the rest", async (_, changes, changed) => {
    await patch(id, given);
    const before = await get(id);
    clock.advance(1000);
    const { status, body } = await patch(id, changes);
    expect(status).toBe(200);
    expect(body).toEqual({ ...before, ...changed, updated: new Date(clock.now()).toISOString() });
    expect(await get(id)).toEqual(body);
  });

  test("a refused change changes nothing", async () => {
    const before = await get(id);
    expectProblem(await patch(id, { description: "new", event_types: [] }), 422, "invalid");
    expectProblem(await patch(id, { profile: "orisha", headers: { "X-Secret": "x" } }), 422, "invalid");
    expect(await get(id)).toEqual(before);
  });
});

describe("status", () => {
  test("paused lets deliveries wait, and active sends them", () =>
    withReceiver(async (own) => {
      const { id } = await registerWebhook(node, own.url, { tenant: "pause", status: "paused" });
      await publish(node, { tenant: "pause" });
      expect(await statuses(id)).toEqual(["pending"]);
      expect(own.requests).toEqual([]);
      await patch(id, { status: "active" });
      await becomes(id, "succeeded");
      expect(own.requests).toHaveLength(1);
      await patch(id, { status: "paused" });
      await publish(node, { tenant: "pause" });
      expect(await statuses(id)).toEqual(["pending", "succeeded"]);
    }));

  test("disabled cancels what is pending and says why; enabling brings nothing of it back", () =>
    withReceiver(async (own) => {
      const { id } = await registerWebhook(node, own.url, { tenant: "disable", status: "paused" });
      await publish(node, { tenant: "disable" });
      const { body } = await patch(id, { status: "disabled" });
      expect([body.status, body.status_reason]).toEqual(["disabled", "operator"]);
      expect(await deliveries(id)).toEqual([
        expect.objectContaining({
          status: "cancelled",
          cancel_reason: "webhook_disabled",
          next_attempt: null,
        }),
      ]);
      expect((await publish(node, { tenant: "disable" })).deliveries).toBe(0);
      const again = await patch(id, { status: "active" });
      expect([again.body.status, again.body.status_reason]).toEqual(["active", null]);
      expect(await statuses(id)).toEqual(["cancelled"]);
      expect(own.requests).toEqual([]);
    }));

  test("health counts failures, warns, and is cleared by a success and by enabling", () =>
    withReceiver(async (own) => {
      own.reply(500);
      const { id } = await registerWebhook(node, own.url, { tenant: "health", profile: "aiq" });
      const fail = async (times: number) => {
        const before = own.requests.length;
        for (let i = 0; i < times; i++) await publish(node, { tenant: "health" });
        await own.waitFor(before + times);
      };
      await fail(1);
      const at = new Date(clock.now()).toISOString();
      const failures = (count: number) =>
        waitFor(async () => (await get(id)).health.consecutive_failures === count);
      await failures(1);
      expect((await get(id)).health).toEqual({
        state: "healthy",
        consecutive_failures: 1,
        failing_since: at,
        last_success: null,
        last_failure: at,
      });
      await fail(4);
      await failures(5);
      expect((await get(id)).health.state).toBe("warning");
      const { body } = await patch(id, { status: "active" });
      expect(body.health).toMatchObject({ consecutive_failures: 0, failing_since: null, last_failure: at });
      await fail(1);
      await failures(1);
      own.reply(200);
      await publish(node, { tenant: "health" });
      await failures(0);
      expect((await get(id)).health).toEqual({
        state: "healthy",
        consecutive_failures: 0,
        failing_since: null,
        last_success: at,
        last_failure: at,
      });
    }));
});

test("a change of a webhook that is deleted in that moment changes nothing and is told to nobody", async () => {
  const { id } = await registerWebhook(node, receiver.url, { tenant: "crossing" });
  const store: Store = {
    ...node.store,
    write: async (statements) => {
      await node.call("DELETE", `/webhooks/${id}`);
      return node.store.write(statements);
    },
  };
  const deps = { ...node.deps, store };
  const refused = await changeWebhook(deps, root, id, { headers: { "X-Key": "credential" } }).catch((e) => e);
  expect(refused).toMatchObject({ code: "not_found" });
  const told = await node.store.read({ sql: "SELECT kind FROM happenings WHERE webhook = ?", args: [id] });
  const kept = await node.store.read({ sql: "SELECT headers FROM webhooks WHERE id = ?", args: [id] });
  expect([told.rows.flat(), kept.rows.flat()]).toEqual([["webhook.created", "webhook.deleted"], ["{}"]]);
});

test("deleting cancels what is pending, and the webhook is gone from everywhere but the log", async () => {
  const { id } = await registerWebhook(node, receiver.url, { tenant: "delete", status: "paused" });
  const event = await publish(node, { tenant: "delete" });
  const { status } = await node.call("DELETE", `/webhooks/${id}`);
  expect(status).toBe(204);
  for (const [method, path] of [
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["GET", "/secret"],
    ["POST", "/secret/rotate"],
    ["POST", "/test"],
    ["GET", "/deliveries"],
  ])
    expectProblem(
      await node.call(method ?? "", `/webhooks/${id}${path}`, method === "PATCH" ? {} : undefined),
      404,
      "not_found",
    );
  const log = await node.call<{ data: Delivery[] }>("GET", `/deliveries?event=${event.id}`);
  expect(log.body.data).toEqual([
    expect.objectContaining({ status: "cancelled", cancel_reason: "webhook_deleted" }),
  ]);
  expectProblem(
    await node.call("POST", `/deliveries/${log.body.data[0]?.id}/retry`),
    409,
    "webhook_disabled",
  );
  expect((await publish(node, { tenant: "delete" })).deliveries).toBe(0);
  expect((await node.call("GET", `/events/${event.id}`)).status).toBe(200);
});

test("a change that names no status leaves a webhook disabled that was disabled meanwhile", async () => {
  const { id } = await registerWebhook(node, receiver.url);
  const { store } = node.deps;
  const disabledMeanwhile: Store["write"] = async (statements) => {
    await disable(store, id, "gone", clock.now(), "evt_gone");
    return store.write(statements);
  };
  const deps = { ...node.deps, store: { ...store, write: disabledMeanwhile } };
  await changeWebhook(deps, root, id, { description: "new" });
  expect(await get(id)).toMatchObject({ description: "new", status: "disabled", status_reason: "gone" });
});

describe("the secret", () => {
  test("is shown once where the profile says so", async () => {
    const { id, secret } = await registerWebhook(node, receiver.url, { tenant: "once", profile: "orisha" });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expectProblem(await node.call("GET", `/webhooks/${id}/secret`), 403, "secret_shown_once");
    const rotated = await node.call<{ secret: string }>("POST", `/webhooks/${id}/secret/rotate`);
    expect(rotated.body.secret).not.toBe(secret);
  });

  test("that is a private key comes with the public key that verifies what it signs", () =>
    withReceiver(async (own) => {
      await node.call("PUT", "/profiles/asymmetric", {
        ...builtinProfiles.get("standard"),
        name: "asymmetric",
        signatures: [{ scheme: "standard-ed25519" }],
      });
      const made = await registerWebhook(node, own.url, { tenant: "asymmetric", profile: "asymmetric" });
      expect(made.secret).toStartWith("whsk_");
      const shown = await node.call<{ public_key: string }>("GET", `/webhooks/${made.id}/secret`);
      expect(shown.body.public_key).toBe(made.public_key as string);
      await publish(node, { tenant: "asymmetric" });
      const [request] = await own.waitFor(1);
      const { headers = {}, text: body = "" } = request ?? {};
      const check = { secret: shown.body.public_key, body, signature: headers["webhook-signature"] ?? "" };
      const parts = { id: headers["webhook-id"], timestamp: Number(headers["webhook-timestamp"]) };
      expect(verifySignature("standard-ed25519", { ...check, ...parts, now: clock.now() })).toEqual({
        ok: true,
      });
    }));

  test("that is rotated signs beside the old one until the grace time ends", () =>
    withReceiver(async (own) => {
      const { id, secret: old } = await registerWebhook(node, own.url, { tenant: "rotate" });
      const { status, body } = await node.call<{ secret: string; previous_signs_until: string }>(
        "POST",
        `/webhooks/${id}/secret/rotate`,
        { grace_seconds: 60 },
      );
      expect(status).toBe(200);
      expect(body.previous_signs_until).toBe(new Date(clock.now() + 60_000).toISOString());
      const until = body.previous_signs_until;
      const shown = async () => (await node.call("GET", `/webhooks/${id}/secret`)).body;
      expect(await shown()).toMatchObject({ secret: body.secret, previous_signs_until: until });
      const verifying = async () => {
        const seen = own.requests.length;
        await publish(node, { tenant: "rotate" });
        const request = (await own.waitFor(seen + 1)).at(-1);
        return [old, body.secret].map((secret) => verifies(secret, request));
      };
      expect(await verifying()).toEqual([true, true]);
      clock.advance(60_001);
      expect(await verifying()).toEqual([false, true]);
      expect(await shown()).toMatchObject({ secret: body.secret, previous_signs_until: null });
    }));

  test("rotated again and again signs with the newest few, for a header has an end", () =>
    withReceiver(async (own) => {
      const { id, secret: first } = await registerWebhook(node, own.url, { tenant: "often" });
      const made = [first];
      for (let round = 0; round < 7; round++) {
        const { body } = await node.call<{ secret: string }>("POST", `/webhooks/${id}/secret/rotate`);
        made.push(body.secret);
      }
      await publish(node, { tenant: "often" });
      const [request] = await own.waitFor(1);
      expect(made.map((secret) => verifies(secret, request))).toEqual([
        ...[false, false, false],
        ...[true, true, true, true, true],
      ]);
    }));

  test("whose profile signs with one only is told to end at once", () =>
    withReceiver(async (own) => {
      const { id } = await registerWebhook(node, own.url, { tenant: "one", profile: "github" });
      const { body } = await node.call("POST", `/webhooks/${id}/secret/rotate`, { grace_seconds: 60 });
      expect(body.previous_signs_until).toBeNull();
      const shown = await node.call("GET", `/webhooks/${id}/secret`);
      expect(shown.body.previous_signs_until).toBeNull();
    }));

  test("may be given, and without grace the old one ends at once", () =>
    withReceiver(async (own) => {
      const { id, secret: old } = await registerWebhook(node, own.url, { tenant: "swap" });
      const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
      const { body } = await node.call("POST", `/webhooks/${id}/secret/rotate`, { secret, grace_seconds: 0 });
      expect(body.secret).toBe(secret);
      await publish(node, { tenant: "swap" });
      const [request] = await own.waitFor(1);
      expect([verifies(old, request), verifies(secret, request)]).toEqual([false, true]);
    }));
});

/** The library refuses an old timestamp, and the clock of these tests stands in 2024. */
function verifies(secret: string, request: Receiver["requests"][number] | undefined): boolean {
  if (!request) return false;
  const {
    "webhook-id": id = "",
    "webhook-timestamp": timestamp = "",
    "webhook-signature": signatures = "",
  } = request.headers;
  const expected = new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), request.text);
  return signatures.split(" ").includes(expected);
}

describe("a test event", () => {
  type Attempt = {
    trigger: string;
    outcome: string;
    error: string | null;
    request: { body: string; headers: [string, string][] };
    response: { body: string };
  };
  const send = (id: string, body?: unknown) => node.call<Attempt>("POST", `/webhooks/${id}/test`, body);

  test("is sent now, signed, answers its attempt, and is in the log but in no health", () =>
    withReceiver(async (own) => {
      own.reply(() => ({ status: 500, body: "oh no" }));
      const { id, secret } = await registerWebhook(node, own.url, {
        tenant: "try",
        event_types: ["try.it"],
        channels: ["c"],
      });
      const { status, body } = await send(id);
      expect(status).toBe(200);
      expect(body).toMatchObject({ trigger: "test", outcome: "http_error", response: { body: "oh no" } });
      expect(body.error).toBe("The receiver answered 500; a status from 200 to 299 counts as delivered.");
      expect(JSON.parse(own.requests[0]?.text ?? "")).toMatchObject({ type: "try.it", data: { test: true } });
      expect(verifies(secret, own.requests[0])).toBe(true);
      expect((await get(id)).health).toMatchObject({
        state: "idle",
        consecutive_failures: 0,
        last_failure: null,
      });
      expect(await statuses(id)).toEqual(["failed"]);
      clock.advance(100_000);
      expect(own.requests).toHaveLength(1);
    }));

  test("is of the type's example, or of what is given, numbers as they were written", () =>
    withReceiver(async (own) => {
      await node.call(
        "PUT",
        "/event-types/example.type",
        '{"description":"","example":{"n":12345678901234567890,"m":1.50}}',
      );
      const { id } = await registerWebhook(node, own.url, {
        tenant: "try",
        event_types: ["example.*"],
        profile: "orisha",
      });
      await send(id);
      await send(id, '{"data": {"n": 12345678901234567890, "m": 1.50}}');
      await send(id, { type: "other.type", data: null });
      expect(own.requests.map(({ text }) => text)).toEqual([
        '{"n":12345678901234567890,"m":1.50}',
        '{"n":12345678901234567890,"m":1.50}',
        "null",
      ]);
      expect(own.requests.map(({ headers }) => headers["x-event-type"])).toEqual([
        "example.type",
        "example.type",
        "other.type",
      ]);
    }));

  test("is sent for few at once of one tenant, however many are asked for", async () => {
    const gate = Promise.withResolvers<number>();
    await using slow = await startReceiver(() => gate.promise);
    const { id } = await registerWebhook(node, slow.url, { tenant: "eager" });
    const asked = Array.from({ length: 20 }, () => node.call("POST", `/webhooks/${id}/test`, {}));
    await slow.waitFor(16);
    gate.resolve(200);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([...Array(16).fill(200), ...Array(4).fill(429)]);
    expect((await node.call("POST", `/webhooks/${id}/test`, {})).status).toBe(200);
  });

  test("reaches a paused and a disabled webhook", () =>
    withReceiver(async (own) => {
      const { id } = await registerWebhook(node, own.url, { tenant: "try", status: "paused" });
      expect((await send(id, {})).body.outcome).toBe("success");
      await patch(id, { status: "disabled" });
      expect((await send(id)).body.outcome).toBe("success");
    }));
});

describe("proof of ownership", () => {
  const challenge: Parameters<Receiver["reply"]>[0] = ({ method, path }) =>
    method === "GET" ? { body: new URL(path, "http://x").searchParams.get("hub.challenge") ?? "" } : 200;
  const orki = (url: string, fields = {}) => ({
    url,
    event_types: ["*"],
    profile: "orki",
    secret: "verify-me",
    ...fields,
  });

  test("orki: who answers the challenge is active", () =>
    withReceiver(async (own) => {
      own.reply(challenge);
      const { body } = await node.call<Shown>(
        "POST",
        "/webhooks",
        orki(`${own.url}/hook?a=1`, { tenant: "orki" }),
      );
      expect([body.status, body.verification]).toEqual([
        "active",
        { state: "verified", error: null, at: new Date(clock.now()).toISOString() },
      ]);
      const asked = new URL(own.requests[0]?.path ?? "", own.url);
      expect(Object.fromEntries(asked.searchParams)).toMatchObject({
        a: "1",
        "hub.mode": "subscribe",
        "hub.verify_token": "verify-me",
      });
      expect((await publish(node, { tenant: "orki" })).deliveries).toBe(1);
    }));

  test("orki: who does not is unverified, says why, gets nothing, and may be asked again", () =>
    withReceiver(async (own) => {
      own.reply(404);
      const { body } = await node.call<Shown>("POST", "/webhooks", orki(own.url, { tenant: "unproven" }));
      expect([body.status, body.verification.state, body.verification.error]).toEqual([
        "unverified",
        "failed",
        "The receiver answered the challenge with 404 instead of 200.",
      ]);
      expect((await publish(node, { tenant: "unproven" })).deliveries).toBe(0);
      expectProblem(await node.call("POST", `/webhooks/${body.id}/test`), 409, "webhook_unverified");
      await patch(body.id, { description: "still not" });
      expect(own.requests).toHaveLength(1);
      own.reply(challenge);
      const proven = await patch(body.id, { status: "active" });
      expect([proven.body.status, proven.body.verification.state]).toEqual(["active", "verified"]);
    }));

  test("orki: a new URL is asked again, and gets nothing until it has answered", () =>
    withReceiver(async (own) => {
      own.reply(challenge);
      const { body } = await node.call<Shown>("POST", "/webhooks", orki(own.url, { tenant: "moved" }));
      let meanwhile = -1;
      own.reply(async ({ method }) => {
        if (method === "GET") meanwhile = (await publish(node, { tenant: "moved" })).deliveries;
        return 403;
      });
      const moved = await patch(body.id, { url: `${own.url}/new` });
      expect([moved.body.status, moved.body.verification.state, meanwhile]).toEqual([
        "unverified",
        "failed",
        0,
      ]);
      const [, second] = own.requests;
      expect(second?.path).toStartWith("/new?hub.mode=subscribe");
      expect(own.requests).toHaveLength(2);
    }));

  test("a disabled webhook that moved is asked when it is enabled, and one whose profile asks no more is active", () =>
    withReceiver(async (own) => {
      own.reply(challenge);
      const { body } = await node.call<Shown>("POST", "/webhooks", orki(own.url, { tenant: "moved" }));
      await patch(body.id, { status: "disabled" });
      await patch(body.id, { url: `${own.url}/b` });
      expect(own.requests).toHaveLength(1);
      own.reply(404);
      expect((await patch(body.id, { status: "active" })).body.status).toBe("unverified");
      const free = await patch(body.id, { profile: "github" });
      expect([free.body.status, free.body.verification]).toEqual([
        "active",
        { state: "not_required", error: null, at: null },
      ]);
    }));

  test.each([
    ["*", "active", null],
    ["posthorn", "active", null],
    ["elsewhere.example", "unverified", "The receiver does not allow events from posthorn."],
    [undefined, "unverified", "The receiver does not allow events from posthorn."],
  ])("cloudevents: WebHook-Allowed-Origin %p makes it %s", (allowed, status, error) =>
    withReceiver(async (own) => {
      own.reply(() => ({ headers: allowed === undefined ? {} : { "WebHook-Allowed-Origin": allowed } }));
      const { body } = await node.call<Shown>("POST", "/webhooks", {
        url: own.url,
        event_types: ["*"],
        profile: "cloudevents",
        tenant: "ce",
      });
      expect([body.status, body.verification.error]).toEqual([status, error]);
      expect([own.requests[0]?.method, own.requests[0]?.headers["webhook-request-origin"]]).toEqual([
        "OPTIONS",
        "posthorn",
      ]);
    }),
  );
});

test("trying a URL tells why it would not be taken, and registers nothing", async () => {
  const attempt = async (body: object) => (await node.call("POST", "/webhooks/url/try", body)).body;
  const before = await counts(node);
  expect(await attempt({ url: "http://127.0.0.1:4/hooks" })).toEqual({ error: null });
  const { error } = await attempt({ url: "https://169.254.169.254/latest" });
  expect(error).toStartWith("169.254.169.254 is");
  expectProblem(
    await node.call("POST", "/webhooks/url/try", { url: "https://a.example", profile: "none" }),
    422,
    "invalid",
  );
  expect(await counts(node)).toEqual(before);
});

describe("the list of webhooks", () => {
  type Listed = { data: Shown[]; next_cursor: string | null };
  const list = async (query: string) =>
    (await node.call<Listed>("GET", `/webhooks?tenant=listed&${query}`)).body;
  const names = async (query: string) => (await list(query)).data.map(({ description }) => description);
  beforeAll(async () => {
    await node.call("PUT", "/tenants/listed", { name: "Customer X & Sons" });
    for (const [i, description] of ["100% sure", "under_score", "Plain Ünder", "last"].entries())
      await registerWebhook(node, `http://127.0.0.1:4/${i}`, {
        tenant: "listed",
        description,
        status: i % 2 ? "paused" : "active",
      });
  });

  test.each([
    ["", ["last", "Plain Ünder", "under_score", "100% sure"]],
    ["q=%25", ["100% sure"]],
    ["q=r_s", ["under_score"]],
    ["q=PLAIN", ["Plain Ünder"]],
    ["q=%C3%9Cnder", ["Plain Ünder"]],
    ["q=:4/2", ["Plain Ünder"]],
    ["q=customer%20X", ["last", "Plain Ünder", "under_score", "100% sure"]],
    ["q=nothing", []],
    ["status=paused", ["last", "under_score"]],
    ["status=paused&q=score", ["under_score"]],
    ["status=disabled", []],
    ["limit=1", ["last"]],
  ])("%s", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test("comes in pages, and never shows a secret", async () => {
    const first = await list("limit=3");
    const second = await list(`limit=3&cursor=${first.next_cursor}`);
    expect([first.data.length, second.data.length, second.next_cursor]).toEqual([3, 1, null]);
    expect(JSON.stringify([first, second])).not.toMatch(/secret|whsec/);
  });
});

test("no change of profile, of the webhook or of its tenant, goes round the profile's limit", async () => {
  await using node = await startNode();
  const webhooks = [];
  for (let i = 0; i < 4; i++)
    webhooks.push(await registerWebhook(node, "http://127.0.0.1:4/", { tenant: "t" }));
  const patched = await node.call("PATCH", `/webhooks/${webhooks[0]?.id}`, { profile: "orisha" });
  expectProblem(patched, 409, "webhook_limit");
  expectProblem(await node.call("PUT", "/tenants/t", { name: "T", profile: "orisha" }), 409, "webhook_limit");
  await node.call("DELETE", `/webhooks/${webhooks[3]?.id}`);
  const fits = await node.call("PATCH", `/webhooks/${webhooks[0]?.id}`, { profile: "orisha" });
  expect(fits.status).toBe(200);
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { parseCidrList } from "../../src/egress/addresses.ts";
import { createSender, type Sender } from "../../src/egress/send.ts";
import { askForProof, demandProof } from "../../src/modules/webhooks/reverify.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Handler, type Receiver, startReceiver } from "../support/receiver.ts";

/** So many times faster than their deadlines say do exchanges end; a test of what is too late sets it, and only that one. */
let hurry = 1;

let sender: Sender;
let node: TestNode;
let own: Receiver;
let deadlines: number[];

beforeAll(async () => {
  own = await startReceiver();
  const policy = { allow: parseCidrList("127.0.0.0/8").cidrs, deny: [], own: [] };
  sender = createSender({ policy });
  const send: Sender["send"] = (exchange, signal) => {
    deadlines.push(exchange.timeoutMs);
    return sender.send({ ...exchange, timeoutMs: exchange.timeoutMs / hurry }, signal);
  };
  deadlines = [];
  node = await startNode({ sender: { send } });
});
afterAll(async () => {
  await node.stop();
  await sender.close();
  await own.stop();
});

type Shown = {
  id: string;
  status: string;
  status_reason: string | null;
  verification: { state: string; error: string | null; at: string | null };
};

const challenge: Handler = ({ method, path }) =>
  method === "GET" ? { body: new URL(path, "http://x").searchParams.get("hub.challenge") ?? "" } : 200;

const orki = (tenant: string, fields = {}) =>
  registerWebhook(node, own.url, { profile: "orki", secret: "verify-me", tenant, ...fields });
const get = async (id: string) => (await node.call<Shown>("GET", `/webhooks/${id}`)).body;
const verify = (id: string) => node.call<Shown>("POST", `/webhooks/${id}/verify`);
const whyNot = async (tenant: string) => {
  const { id, deliveries } = await publish(node, { tenant });
  const { body } = await node.call<{ webhooks: { reason: string | null }[] }>("GET", `/events/${id}`);
  return [deliveries, body.webhooks[0]?.reason];
};

describe("a handshake", () => {
  const echo = (path: string) => new URL(path, "http://x").searchParams.get("hub.challenge") ?? "";
  test.each<[string, Handler, string]>([
    ["other bytes", () => ({ body: "nope" }), "The receiver's answer was not the challenge."],
    ["a line break too many", ({ path }) => ({ body: `${echo(path)}\n` }), "was not the challenge."],
    [
      "another status",
      ({ path }) => ({ status: 201, body: echo(path) }),
      "The receiver answered the challenge with 201 instead of 200.",
    ],
    [
      "a redirect to who would answer",
      ({ path }) => ({ status: 302, headers: { location: path.replace("/?", "/there?") }, body: echo(path) }),
      "The receiver answered the challenge with 302 instead of 200.",
    ],
    ["1 MB", ({ path }) => ({ body: echo(path).padEnd(1_000_000, "x") }), "was not the challenge."],
  ])(
    "answered with %s leaves it unverified, which says why, and nothing is sent",
    async (name, reply, error) => {
      const tenant = name.replace(/\W/g, "-");
      own.reply(reply);
      const before = own.requests.length;
      const { id, status } = await orki(tenant);
      expect(status).toBe("unverified");
      expect((await get(id)).verification).toEqual({
        state: "failed",
        error: expect.stringContaining(error),
        at: new Date(node.clock.now()).toISOString(),
      });
      expect(await whyNot(tenant)).toEqual([0, "its URL is not verified yet"]);
      expect(own.requests.length).toBe(before + 1);
    },
  );

  test("is waited for as long as the profile says, body included, and no longer", async () => {
    const release: (() => void)[] = [];
    own.reply(() => new Promise((resolve) => release.push(() => resolve(200))));
    deadlines.length = 0;
    hurry = 50;
    const { id, status } = await orki("silent");
    hurry = 1;
    for (const open of release) open();
    expect([status, deadlines]).toEqual(["unverified", [5000]]);
    expect((await get(id)).verification.error).toMatch(/within 0\.1 s\.$/);
  });
});

describe("asking again", () => {
  test("makes a webhook active that answers now, and what comes from then on is sent", async () => {
    own.reply(404);
    const { id } = await orki("later");
    own.reply(challenge);
    (node.clock as ManualClock).advance(1000);
    const { status, body } = await verify(id);
    const at = new Date(node.clock.now()).toISOString();
    expect([status, body.status]).toEqual([200, "active"]);
    expect(body.verification).toEqual({ state: "verified", error: null, at });
    const seen = own.requests.length;
    await publish(node, { tenant: "later" });
    expect((await own.waitFor(seen + 1)).at(-1)?.method).toBe("POST");
  });

  test("takes a webhook out that answers no more, and its deliveries wait until it does", async () => {
    own.reply(challenge);
    const { id } = await orki("lapsed", { status: "paused" });
    await publish(node, { tenant: "lapsed" });
    own.reply(404);
    await node.call("PATCH", `/webhooks/${id}`, { status: "active", url: `${own.url}/moved` });
    expect((await get(id)).status).toBe("unverified");
    const seen = own.requests.length;
    own.reply(challenge);
    expect((await verify(id)).body.status).toBe("active");
    const [, sent] = (await own.waitFor(seen + 2)).slice(seen);
    expect(sent?.method).toBe("POST");
  });

  test("leaves a paused webhook paused", async () => {
    own.reply(challenge);
    const { id, status } = await orki("paused", { status: "paused" });
    const { body } = await verify(id);
    expect([status, body.status, body.verification.state]).toEqual(["paused", "paused", "verified"]);
  });

  test("leaves it paused though proofs failed in between, until it is to be active", async () => {
    own.reply(404);
    const tenant = "still-paused";
    const { id, status } = await orki(tenant, { status: "paused" });
    const failed = await verify(id);
    expect([status, failed.body.status]).toEqual(["unverified", "unverified"]);
    await node.call("PATCH", `/webhooks/${id}`, { url: `${own.url}/moved` });
    own.reply(challenge);
    const proven = await verify(id);
    expect([proven.body.status, proven.body.status_reason]).toEqual(["paused", null]);
    own.reply(404);
    await verify(id);
    const free = await node.call<Shown>("PATCH", `/webhooks/${id}`, { profile: "github" });
    expect([free.body.status, free.body.status_reason]).toEqual(["paused", null]);
    await node.call("PATCH", `/webhooks/${id}`, { profile: "orki" });
    own.reply(challenge);
    const active = await node.call<Shown>("PATCH", `/webhooks/${id}`, { status: "active" });
    expect([active.body.status, active.body.status_reason]).toEqual(["active", null]);
  });

  test("leaves a webhook paused that was paused while it was asked", async () => {
    own.reply(challenge);
    const { id } = await orki("paused-meanwhile");
    own.reply(async (request) => {
      await node.call("PATCH", `/webhooks/${id}`, { status: "paused" });
      return challenge(request);
    });
    const { body } = await verify(id);
    expect([body.status, body.status_reason, body.verification.state]).toEqual(["paused", null, "verified"]);
  });

  test("never forgets in between that a webhook is to be paused: a crash may come at any write", async () => {
    own.reply(challenge);
    const { id } = await orki("paused-crash", { status: "paused" });
    own.reply(404);
    const trigger = `CREATE TRIGGER forgets BEFORE UPDATE OF status ON webhooks
      WHEN new.status = 'unverified' AND new.status_reason IS NULL BEGIN SELECT RAISE(ABORT, 'forgotten'); END`;
    await node.store.write([{ sql: trigger }]);
    const { status, body } = await verify(id);
    await node.store.write([{ sql: "DROP TRIGGER forgets" }]);
    expect([status, body.status, body.status_reason]).toEqual([200, "unverified", "paused"]);
  });

  test("is refused where there is nothing to ask for", async () => {
    own.reply(challenge);
    const free = await registerWebhook(node, own.url, { tenant: "free" });
    expectProblem(await verify(free.id), 409, "verification_not_required");
    const { id } = await orki("off");
    await node.call("PATCH", `/webhooks/${id}`, { status: "disabled" });
    const seen = own.requests.length;
    expectProblem(await verify(id), 409, "webhook_disabled");
    expect(own.requests.length).toBe(seen);
    expectProblem(await verify("wh_none"), 404, "not_found");
    const foreign = await makeKey(node, { tenant: "default", scopes: ["webhooks:write"] });
    const answer = await node.call("POST", `/webhooks/${id}/verify`, undefined, { key: foreign });
    expectProblem(answer, 404, "not_found");
  });
});

describe("a tenant's new profile with a handshake", () => {
  const put = (tenant: string, profile: string | null) =>
    node.call("PUT", `/tenants/${tenant}`, { name: tenant, profile });

  test("asks the webhooks that take it, and only those; paused ones stay paused, disabled ones are asked when enabled", async () => {
    const tenant = "adopts";
    const secret = "verify-me";
    await put(tenant, "github");
    own.reply(({ method, path }) =>
      path.startsWith("/good") ? challenge({ method, path } as never) : { status: 404 },
    );
    const at = async (path: string, fields = {}) =>
      (await registerWebhook(node, own.url + path, { tenant, secret, ...fields })).id;
    const [good, bad] = [await at("/good"), await at("/bad")];
    const paused = await at("/good/paused", { status: "paused" });
    const apart = await at("/apart", { profile: "github" });
    const waiting = await at("/bad/paused", { status: "paused" });
    const disabled = await at("/good/disabled");
    await node.call("PATCH", `/webhooks/${disabled}`, { status: "disabled" });
    const seen = own.requests.length;

    expect((await put(tenant, "orki")).status).toBe(200);
    const asked = own.requests.slice(seen).map(({ path }) => path.replace(/\?.*/, ""));
    expect(asked.sort()).toEqual(["/bad", "/bad/paused", "/good", "/good/paused"]);
    const states = async () =>
      Promise.all([good, bad, paused, apart, disabled].map(async (id) => (await get(id)).status));
    expect(await states()).toEqual(["active", "unverified", "paused", "active", "disabled"]);
    expect((await get(bad)).verification.error).toContain("404 instead of 200");
    expect((await publish(node, { tenant, type: "a" })).deliveries).toBe(3);

    await put(tenant, "orki");
    expect(own.requests.slice(seen).filter(({ method }) => method === "GET")).toHaveLength(4);
    await node.call("PATCH", `/webhooks/${disabled}`, { status: "active" });
    expect((await get(disabled)).verification.state).toBe("verified");

    await put(tenant, "github");
    expect([(await get(bad)).status, (await get(waiting)).status]).toEqual(["active", "paused"]);
    expect((await get(good)).verification).toEqual({ state: "not_required", error: null, at: null });
  });

  test.each<[string, string, number, string]>([
    ["asks for none", "github", 404, "active"],
    ["asks for another", "cloudevents", 200, "unverified"],
  ])(
    "while one is asked for, and the new one %s: the old answer says nothing",
    async (_, next, answer, status) => {
      const tenant = `meanwhile-${next}`;
      await put(tenant, "orki");
      let changed: Promise<unknown> | null = null;
      own.reply(async (request) => {
        if (request.method === "OPTIONS") return 404;
        changed ??= put(tenant, next);
        await changed;
        return answer === 200 ? challenge(request) : answer;
      });
      const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
      const { id } = await registerWebhook(node, own.url, { tenant, secret });
      expect((await get(id)).status).toBe(status);
    },
  );

  test("counts no proof that another handshake gave", async () => {
    const tenant = "turns";
    const consent: Handler = ({ method }) =>
      method === "OPTIONS" ? { headers: { "WebHook-Allowed-Origin": "*" } } : { status: 404 };
    await put(tenant, "cloudevents");
    own.reply(consent);
    const { id, status } = await registerWebhook(node, own.url, {
      tenant,
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    });
    expect(status).toBe("active");
    await put(tenant, "orki");
    expect((await get(id)).status).toBe("unverified");
    own.reply(challenge);
    await verify(id);
    own.reply(404);
    await put(tenant, null);
    await put(tenant, "orki");
    expect((await get(id)).status).toBe("unverified");
  });

  test.each([
    ["tenant's", (tenant: string) => put(tenant, "orki")],
    [
      "profile's own",
      async (name: string) => {
        const { body } = await node.call("GET", "/profiles/orki");
        const { builtin, used_by, created, updated, ...orki } = body;
        return node.call("PUT", `/profiles/${name}`, { ...orki, name });
      },
    ],
  ])("is not the %s before those that have to prove themselves wait for it", async (whose, change) => {
    const tenant = `broken-${whose.replace(/\W/g, "-")}`;
    await node.call("POST", "/profiles/github/copy", { name: tenant });
    await put(tenant, tenant);
    const { id } = await registerWebhook(node, own.url, { tenant, secret: "verify-me" });
    const trigger = `CREATE TRIGGER broken BEFORE UPDATE OF verified_at ON webhooks BEGIN SELECT RAISE(ABORT, 'broken off'); END`;
    await node.store.write([{ sql: trigger }]);
    expect((await change(tenant)).status).toBe(500);
    await node.store.write([{ sql: "DROP TRIGGER broken" }]);
    expect([(await node.call("GET", `/tenants/${tenant}`)).body.profile, (await get(id)).status]).toEqual([
      tenant,
      "active",
    ]);
    expect((await node.call("GET", `/profiles/${tenant}`)).body.verification).toBe("none");
  });

  test("many webhooks are asked a few at a time, all of them", async () => {
    const tenant = "many";
    own.reply(challenge);
    await put(tenant, "orki");
    const ids = [];
    for (let i = 0; i < 20; i++)
      ids.push((await registerWebhook(node, own.url, { tenant, secret: "verify-me" })).id);
    let [now, most] = [0, 0];
    own.reply(async ({ method, path }) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return challenge({ method, path } as never);
    });
    const seen = own.requests.length;
    const demanded = await node.store.write(demandProof([...ids, "wh_none"], "hub-challenge"));
    await askForProof(node.deps, demanded);
    expect([own.requests.length - seen, most <= 16]).toEqual([20, true]);
    expect((await Promise.all(ids.map(get))).every(({ status }) => status === "active")).toBe(true);
  });
});

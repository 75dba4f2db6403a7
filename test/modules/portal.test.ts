import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { systemPrincipal } from "../../src/http/principal.ts";
import { presentResponse } from "../../src/modules/deliveries/response.ts";
import { PortalSessions, portalPrincipal } from "../../src/modules/portal/sessions.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";
import { openLink, portalHeaders, portalLink } from "../support/portal.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let node: TestNode;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
  for (const id of ["shop", "other"]) await node.call("PUT", `/tenants/${id}`, { name: `The ${id}` });
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const clock = () => node.clock as ManualClock;
const ask = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  node.call(method, path, body, { key: null, headers });

/** Tests open more links than one address may in a minute. */
const visit = async (tenant: string, fields: Record<string, unknown> = {}) => {
  clock().advance(MINUTE_MS);
  return portalHeaders(node, tenant, fields);
};

describe("a link", () => {
  test("carries its token where no log and no referrer has it, and lasts as long as asked", async () => {
    const link = await portalLink(node, "shop", { expires_in_seconds: 60 });
    expect(link.url).toBe(`http://localhost/portal#token=${link.token}`);
    expect(link.token).toMatch(/^[\w-]{43}$/);
    expect(link.expires).toBe(new Date(clock().now() + 60_000).toISOString());
    const plain = await portalLink(node, "shop");
    expect(plain.expires).toBe(new Date(clock().now() + HOUR_MS).toISOString());
    const { rows } = await node.store.read({ sql: "SELECT * FROM portal_sessions JOIN audit_log" });
    expect(JSON.stringify(rows) + node.lines.join("")).not.toContain(link.token);
  });

  test("starts with the base URL, path included", async () => {
    await using based = await startNode({ env: { POSTHORN_BASE_URL: "https://hooks.test/in/" } });
    await based.call("PUT", "/tenants/shop", { name: "Shop" });
    const { url, token } = await portalLink(based, "shop");
    expect(url).toBe(`https://hooks.test/in/portal#token=${token}`);
    const strict = (await openLink(based, token)).headers.get("set-cookie");
    expect(strict).toMatch(/; Path=\/in\/api\/v1; Max-Age=3600; HttpOnly; SameSite=Strict; Secure$/);
    await based.call("PUT", "/settings/portal_frame_origins", { value: ["https://shop.test"] });
    const framed = (await openLink(based, (await portalLink(based, "shop")).token)).headers.get("set-cookie");
    expect(framed).toMatch(/; HttpOnly; SameSite=None; Secure; Partitioned$/);
  });

  test("opens the portal once, and tells what the portal shows of itself", async () => {
    await node.call("PUT", "/settings/accent_color", { value: "#2f6fed" });
    const link = await portalLink(node, "shop", {
      return_url: "https://shop.test/settings",
      read_only: true,
    });
    const opened = await openLink(node, link.token);
    expect([opened.status, opened.body]).toEqual([
      200,
      {
        id: link.id,
        tenant: "shop",
        tenant_name: "The shop",
        read_only: true,
        return_url: "https://shop.test/settings",
        expires: link.expires,
        product_name: "Posthorn",
        accent_color: "#2f6fed",
        logo: null,
      },
    ]);
    expect(opened.headers.get("set-cookie")).toMatch(
      /^posthorn_portal=[\w-]{43}; Path=\/api\/v1; Max-Age=3600; HttpOnly; SameSite=Strict$/,
    );
    expectProblem(await openLink(node, link.token), 401, "portal_link_spent");
  });

  test("opens once, however many ask at the same time", async () => {
    const { token } = await portalLink(node, "shop");
    const answers = await Promise.all(Array.from({ length: 8 }, () => openLink(node, token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
    const log = await node.call<{ data: unknown[] }>(
      "GET",
      "/audit-log?action=portal_session.opened&limit=1",
    );
    expect(log.body.data.length).toBe(1);
  });

  test("that has expired, was revoked or never was opens nothing, with one and the same answer", async () => {
    const expired = await portalLink(node, "shop", { expires_in_seconds: 60 });
    clock().advance(60_000);
    const revoked = await portalLink(node, "shop");
    expect((await node.call("DELETE", "/tenants/shop/portal-sessions")).status).toBe(204);
    const answers = [];
    for (const token of [expired.token, revoked.token, "x", "a".repeat(43)]) {
      const { details, ...answer } = { details: null, ...(await openLink(node, token)) };
      expect(answer.headers.get("set-cookie")).toBeNull();
      answers.push(expectProblem(answer, 401, "portal_link_spent"));
    }
    expect(new Set(answers.map(({ detail }) => detail)).size).toBe(1);
  });

  test("is opened thirty times a minute by one address at most", async () => {
    clock().advance(MINUTE_MS);
    for (let time = 0; time < 30; time++) expect((await openLink(node, "x")).status).toBe(401);
    const { token } = await portalLink(node, "shop");
    const refused = await openLink(node, token);
    expectProblem(refused, 429, "too_many_requests");
    expect(refused.headers.get("retry-after")).toBe("60");
    clock().advance(MINUTE_MS);
    expect((await openLink(node, token)).status).toBe(200);
  });

  test.each([
    [{ expires_in_seconds: 59 }, "/expires_in_seconds"],
    [{ expires_in_seconds: 86_401 }, "/expires_in_seconds"],
    [{ expires_in_seconds: "60" }, "/expires_in_seconds"],
    [{ return_url: "javascript:alert(1)" }, "/return_url"],
    [{ return_url: "https://shop.test@evil.test/" }, "/return_url"],
    [{ return_url: "https://user:password@shop.test/" }, "/return_url"],
    [{ return_url: "https://shop.test\\@evil.test/" }, "/return_url"],
    [{ return_url: "https://a.test/\ud800" }, "/return_url"],
    [{ read_only: 1 }, "/read_only"],
    [{ tenant: "other" }, "/tenant"],
  ])("is not made with %j", async (fields, pointer) => {
    const answer = await node.call("POST", "/tenants/shop/portal-sessions", fields);
    expect(expectProblem(answer, 422, "invalid").errors?.[0]?.pointer).toBe(pointer);
  });

  test("is made without a body too, and for a tenant that there is only", async () => {
    expect((await node.call("POST", "/tenants/shop/portal-sessions")).status).toBe(201);
    for (const method of ["POST", "DELETE"])
      expectProblem(await node.call(method, "/tenants/nobody/portal-sessions"), 404, "not_found");
  });

  const reading = ["webhooks:read", "deliveries:read", "events:read", "webhooks:write"];

  test("opens no more than whoever makes it may do", async () => {
    const make = async (scopes: string[], body: object) =>
      node.call("POST", "/tenants/shop/portal-sessions", body, { key: await makeKey(node, { scopes }) });
    const { detail } = expectProblem(await make(["webhooks:write"], { read_only: true }), 403, "forbidden");
    expect(detail).toBe(
      "The session could do more than this key, which lacks webhooks:read, deliveries:read, events:read.",
    );
    expect((await make(reading, { read_only: true })).status).toBe(201);
    expectProblem(await make(reading, {}), 403, "forbidden");
  });

  test("is made by whoever may do all that it can for all tenants, and by no one bound", async () => {
    const scopes = [...reading, "deliveries:write"];
    const make = async (fields: Record<string, unknown>, tenant = "shop") => {
      const key = await makeKey(node, { scopes, ...fields });
      return node.call("POST", `/tenants/${tenant}/portal-sessions`, {}, { key });
    };
    expect((await make({})).status).toBe(201);
    expectProblem(await make({ tenant: "shop" }), 403, "forbidden");
    expectProblem(await make({ event_types: ["order.*"] }), 403, "forbidden");
    expectProblem(await make({ tenant: "shop" }, "other"), 404, "not_found");
    const headers = await visit("shop");
    expectProblem(await ask("POST", "/tenants/shop/portal-sessions", headers, {}), 403, "forbidden");
  });
});

describe("a session", () => {
  test("is its tenant's: what it makes and sees is the tenant's own", async () => {
    const headers = await visit("shop");
    await registerWebhook(node, receiver.url, { tenant: "other", event_types: ["never"] });
    const body = { url: receiver.url, event_types: ["order.*"] };
    const made = await ask("POST", "/webhooks", headers, body);
    expect([made.status, made.body.tenant, made.body.app_user]).toEqual([201, "shop", null]);
    const list = await node.call<{ data: { id: string }[] }>("GET", "/webhooks", undefined, {
      key: null,
      headers,
    });
    expect(list.body.data.map(({ id }) => id)).toEqual([String(made.body.id)]);
    expectProblem(await ask("GET", "/webhooks?tenant=other", headers), 403, "forbidden");
  });

  test.each([
    ["POST", "/events", { type: "a", data: 1 }],
    ["POST", "/events/batch", { events: [] }],
    ["GET", "/api-keys", undefined],
    ["POST", "/api-keys", { name: "a", scopes: ["admin"] }],
    ["GET", "/settings", undefined],
    ["PUT", "/settings/product_name", { value: "x" }],
    ["GET", "/audit-log", undefined],
    ["GET", "/system", undefined],
    ["POST", "/system/backup", undefined],
    ["PUT", "/tenants/shop", { name: "x" }],
    ["DELETE", "/tenants/shop/portal-sessions", undefined],
    ["PUT", "/event-types/order.created", { description: "x" }],
    ["PUT", "/profiles/mine", {}],
  ])("may not ask %s %s", async (method, path, body) => {
    const headers = await visit("shop");
    const before = await counts(node);
    const problem = expectProblem(await ask(method, path, headers, body), 403, "forbidden");
    expect(problem.detail).toBe("This session does not allow it.");
    expect(await counts(node)).toEqual(before);
  });

  test("does not choose the contract: another profile may have no limit and ask for no proof", async () => {
    const headers = await visit("shop");
    const body = { url: receiver.url, event_types: ["never"] };
    expectProblem(await ask("POST", "/webhooks", headers, { ...body, profile: "aiq" }), 403, "forbidden");
    const { id } = (await ask("POST", "/webhooks", headers, { ...body, profile: null })).body;
    expectProblem(await ask("PATCH", `/webhooks/${id}`, headers, { profile: "aiq" }), 403, "forbidden");
    await node.call("PATCH", `/webhooks/${id}`, { profile: "aiq" });
    const kept = await ask("PATCH", `/webhooks/${id}`, headers, { profile: "aiq", description: "mine" });
    expect([kept.status, kept.body.description]).toEqual([200, "mine"]);
    expectProblem(await ask("PATCH", `/webhooks/${id}`, headers, { profile: null }), 403, "forbidden");
  });

  test("is shown its tenant without the operator's notes and without whom the operator has told of trouble", async () => {
    const own = { metadata: { plan: "gold" }, notify: { emails: ["ops@example.com"] } };
    await node.call("PUT", "/tenants/noted", { name: "Noted", ...own });
    const headers = await visit("noted");
    const told = ["created", "id", "name", "profile", "updated"];
    const one = await ask("GET", "/tenants/noted", headers);
    expect(Object.keys(one.body).sort()).toEqual(told);
    const list = await node.call<{ data: object[] }>("GET", "/tenants", undefined, { key: null, headers });
    expect(list.body.data.map((row) => Object.keys(row).sort())).toEqual([told]);
    expect((await node.call("GET", "/tenants/noted")).body).toMatchObject(own);
  });

  test("is refused a private address in words that name no setting, on saving and in a preview", async () => {
    const headers = await visit("shop");
    const { id } = await registerWebhook(node, receiver.url, { tenant: "shop", event_types: ["never"] });
    const url = "https://10.1.2.3/";
    const plain = "10.1.2.3 is a private address (10.0.0.0/8), which webhooks may not reach here.";
    const profile = (await node.call("GET", "/profiles/standard")).body;
    const { builtin: _, used_by: __, created: ___, updated: ____, ...draft } = profile;
    for (const [method, path, body, code] of [
      ["POST", "/webhooks", { url, event_types: ["never"] }, "url_not_allowed"],
      ["PATCH", `/webhooks/${id}`, { url }, "url_not_allowed"],
      ["POST", "/profiles/preview", { profile: draft, sample: { webhook: { url } } }, "invalid"],
    ] as const) {
      const { errors } = expectProblem(await ask(method, path, headers, body), 422, code);
      expect(errors?.map(({ detail }) => detail)).toEqual([plain]);
    }
    const told = await node.call("PATCH", `/webhooks/${id}`, { url });
    expect(expectProblem(told, 422, "url_not_allowed").detail).toContain("POSTHORN_EGRESS_ALLOW");
  });

  test("that is for reading changes nothing and shows no secret", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "shop", event_types: ["never"] });
    const headers = await visit("shop", { read_only: true });
    for (const path of [
      "/webhooks",
      `/webhooks/${id}`,
      "/deliveries",
      "/events",
      "/event-types",
      "/tenants/shop",
    ])
      expect({ path, status: (await ask("GET", path, headers)).status }).toEqual({ path, status: 200 });
    for (const [method, path] of [
      ["POST", "/webhooks"],
      ["PATCH", `/webhooks/${id}`],
      ["DELETE", `/webhooks/${id}`],
      ["GET", `/webhooks/${id}/secret`],
      ["POST", `/webhooks/${id}/secret/rotate`],
      ["POST", `/webhooks/${id}/test`],
      ["POST", "/deliveries/dlv_1/retry"],
    ] as const)
      expectProblem(await ask(method, path, headers, method === "GET" ? undefined : {}), 403, "forbidden");
  });

  test("tells of itself to whoever holds it, and to nobody with a key", async () => {
    const headers = await visit("shop");
    const current = await ask("GET", "/portal/session", headers);
    expect(current.body).toMatchObject({ tenant: "shop", read_only: false, return_url: null });
    expectProblem(await node.call("GET", "/portal/session"), 404, "not_found");
    expectProblem(await ask("GET", "/portal/session", {}), 401, "unauthorized");
  });

  test("ends when its time is up, when it is signed out and when it is revoked", async () => {
    const [expiring, leaving, revoked, foreign] = [
      await visit("shop", { expires_in_seconds: 600 }),
      await visit("shop"),
      await visit("shop"),
      await visit("other"),
    ];
    expect((await ask("GET", "/webhooks", expiring)).status).toBe(200);
    clock().advance(600_000);
    expectProblem(await ask("GET", "/webhooks", expiring), 401, "session_ended");
    const left = await ask("DELETE", "/portal/session", leaving);
    expect([left.status, left.headers.get("set-cookie")]).toEqual([
      204,
      "posthorn_portal=; Path=/api/v1; Max-Age=0; HttpOnly; SameSite=Strict",
    ]);
    expect((await ask("GET", "/webhooks", revoked)).status).toBe(200);
    await node.call("DELETE", "/tenants/shop/portal-sessions");
    for (const headers of [expiring, leaving, revoked])
      expect(expectProblem(await ask("GET", "/webhooks", headers), 401, "session_ended").detail).toMatch(
        /expired or was revoked/,
      );
    expect((await ask("GET", "/webhooks", foreign)).status).toBe(200);
  });

  test("is of no use while its tenant is being deleted", async () => {
    await node.call("PUT", "/tenants/leaving", { name: "Leaving" });
    const headers = await visit("leaving");
    const { token } = await portalLink(node, "leaving");
    await node.store.write([{ sql: "UPDATE tenants SET deleting_at = 1 WHERE id = 'leaving'" }]);
    expectProblem(await ask("GET", "/webhooks", headers), 401, "session_ended");
    expectProblem(await openLink(node, token), 401, "portal_link_spent");
    expectProblem(await node.call("POST", "/tenants/leaving/portal-sessions", {}), 404, "not_found");
  });

  test("gives way to a key, also to one that is wrong", async () => {
    const headers = await visit("shop");
    const both = (key: string) => node.call("GET", "/api-keys", undefined, { key, headers });
    expect((await both(ROOT_KEY)).status).toBe(200);
    expectProblem(await both("phk_wrong"), 401, "unauthorized");
  });

  test("changes nothing at another site's bidding", async () => {
    const { cookie = "" } = await visit("shop");
    const before = await counts(node);
    const body = { url: receiver.url, event_types: ["*"] };
    for (const headers of [{}, { "sec-fetch-site": "cross-site" }, { origin: "https://evil.test" }])
      expectProblem(
        await ask("POST", "/webhooks", { cookie, ...headers } as Record<string, string>, body),
        403,
        "forbidden",
      );
    expect(await counts(node)).toEqual(before);
    expect((await ask("POST", "/webhooks", { cookie, origin: "http://localhost" }, body)).status).toBe(201);
  });

  test("is gone from the database with its time, links that nobody opened too", async () => {
    await portalLink(node, "shop", { expires_in_seconds: 60 });
    await visit("shop");
    const held = async () => (await node.store.read({ sql: "SELECT id FROM portal_sessions" })).rows.length;
    expect(await held()).toBeGreaterThan(1);
    clock().advance(24 * HOUR_MS);
    const open = await portalLink(node, "shop");
    await new PortalSessions({ ...node.deps, clock: clock() }).prune(clock().now());
    const { rows } = await node.store.read({ sql: "SELECT id FROM portal_sessions" });
    expect(rows).toEqual([[open.id]]);
  });

  test("leaves its marks in the audit log, and so does what is done with it", async () => {
    const { id, token } = await portalLink(node, "shop");
    clock().advance(MINUTE_MS);
    const [cookie = ""] = ((await openLink(node, token)).headers.get("set-cookie") ?? "").split(";");
    await ask("DELETE", "/portal/session", { cookie, "sec-fetch-site": "same-origin" });
    type Entry = { action: string; actor: { kind: string; id: string; name: string }; tenant: string };
    const { body } = await node.call<{ data: Entry[] }>("GET", `/audit-log?target=${id}`);
    const portal = { kind: "portal", id, name: "portal of shop" };
    expect(body.data.map(({ action, actor, tenant }) => [action, actor, tenant])).toEqual([
      ["portal_session.ended", portal, "shop"],
      ["portal_session.opened", portal, "shop"],
      ["portal_session.created", { kind: "key", id: "root", name: "root key" }, "shop"],
    ]);
  });
});

describe("what a receiver answered", () => {
  test("is shown to operators, and to who is bound to a tenant without the body when it came from a private address", async () => {
    receiver.reply(() => ({ status: 200, body: "internal" }));
    await publish(node, { tenant: "shop", id: "private", type: "order.private" });
    type Delivery = { data: { id: string; status: string }[] };
    const delivery = await waitFor(async () => {
      const { body } = await node.call<Delivery>("GET", "/deliveries?event=private&status=success");
      return body.data[0];
    });
    const headers = await visit("shop");
    type Attempted = { attempts: { remote_address: string; response: Record<string, unknown> }[] };
    const seen = async (path: string, options: object) =>
      (await node.call<Attempted>("GET", path, undefined, options)).body;
    const own = (await seen(`/deliveries/${delivery.id}`, {})).attempts[0];
    expect([own?.remote_address, own?.response.body]).toEqual(["127.0.0.1", "internal"]);
    const hidden = await seen(`/deliveries/${delivery.id}`, { key: null, headers });
    expect(hidden.attempts[0]?.response).toMatchObject({
      body: null,
      note: "The body of a response from a private network is shown to operators only.",
    });
    for (const path of ["/events/private/deliveries", `/deliveries/${delivery.id}/attempts/1`])
      expect(JSON.stringify(await seen(path, { key: null, headers }))).not.toContain('"internal"');
    expect(JSON.stringify(await seen(`/deliveries/${delivery.id}/attempts/1`, {}))).toContain('"internal"');
    const key = await makeKey(node, { scopes: ["deliveries:read", "webhooks:write"], tenant: "shop" });
    expect((await seen(`/deliveries/${delivery.id}`, { key })).attempts[0]?.response.body).toBeNull();
  });

  test.each([
    ["93.184.215.14", "answer"],
    ["2606:2800:21f:cb07::1", "answer"],
    ["10.0.0.5", null],
    ["::ffff:10.0.0.5", null],
    ["fd00::1", null],
    [null, null],
  ])("from %p is %p on the portal", (remoteAddress, body) => {
    const row = { responseHeaders: {}, responseBody: "answer", responseTruncated: false, remoteAddress };
    const portal = portalPrincipal({ id: "pts_1", tenant: "shop", readOnly: false } as never);
    expect(presentResponse(row as never, portal)?.body).toBe(body);
    expect(presentResponse(row as never, systemPrincipal())?.body).toBe("answer");
  });
});

test("a link to a host that the request named comes with a warning, but for this machine", async () => {
  await using node = await startNode();
  const linkFor = async (host: string) => {
    const request = new Request(`http://${host}/api/v1/tenants/default/portal-sessions`, {
      method: "POST",
      headers: { authorization: `Bearer ${ROOT_KEY}` },
    });
    return (await (await node.app.handle(request)).json()) as { url: string; warning?: string };
  };
  for (const host of ["localhost:8080", "127.0.0.1", "[::1]:8080"])
    expect((await linkFor(host)).warning).toBeUndefined();
  const elsewhere = await linkFor("elsewhere.test");
  expect(elsewhere.url).toStartWith("http://elsewhere.test/portal#token=");
  expect(elsewhere.warning).toContain("POSTHORN_BASE_URL is not set");
});

test("a key that is deleted takes the sessions and unopened links that it made with it, and no others", async () => {
  const { body } = await node.call<{ id: string; key: string }>("POST", "/api-keys", {
    ...{ name: "maker", scopes: ["admin"] },
  });
  const maker = {
    call: (method: string, path: string, fields?: unknown) =>
      node.call(method, path, fields, { key: body.key }),
  } as Pick<TestNode, "call">;
  clock().advance(MINUTE_MS);
  const { token: opened } = await portalLink(maker, "shop");
  const { token: unopened } = await portalLink(maker, "shop");
  const { token: others } = await portalLink(node, "shop");
  const [cookie = ""] = ((await openLink(node, opened)).headers.get("set-cookie") ?? "").split(";");
  const see = () => ask("GET", "/portal/session", { cookie, "sec-fetch-site": "same-origin" });
  expect((await see()).status).toBe(200);
  expect((await node.call("DELETE", `/api-keys/${body.id}`)).status).toBe(204);
  expectProblem(await see(), 401, "session_ended");
  expectProblem(await openLink(node, unopened), 401, "portal_link_spent");
  expect((await openLink(node, others)).status).toBe(200);
});

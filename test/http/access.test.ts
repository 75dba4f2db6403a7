import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let receiver: Receiver;
/** What belongs to the tenant `theirs`. */
const ids: Record<string, string> = { tenant: "theirs" };

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
  ids.webhook = (await registerWebhook(node, receiver.url, { tenant: "theirs" })).id;
  ids.event = (await publish(node, { tenant: "theirs", id: "their-event" })).id;
  const { body } = await node.call<{ data: { id: string }[] }>("GET", "/deliveries?tenant=theirs");
  ids.delivery = body.data[0]?.id ?? "";
  await settled();
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const settled = () =>
  waitFor(async () => {
    const { body } = await node.call<{ data: unknown[] }>("GET", "/deliveries?status=pending");
    return body.data.length === 0;
  });

const filled = (path: string) => path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? "");

const scopes = {
  "GET /events": "events:read",
  "POST /events": "events:write",
  "POST /events/batch": "events:write",
  "GET /events/:event": "events:read",
  "GET /events/:event/deliveries": "deliveries:read",
  "POST /events/:event/replay": "deliveries:write",
  "GET /event-types/openapi.json": "events:read",
  "POST /event-types/import": "admin",
  "GET /event-types": "events:read",
  "GET /event-types/order.created": "events:read",
  "PUT /event-types/order.created": "admin",
  "DELETE /event-types/order.created": "admin",
  "GET /tenants": "webhooks:read",
  "GET /tenants/:tenant": "webhooks:read",
  "PUT /tenants/:tenant": "admin",
  "DELETE /tenants/:tenant": "admin",
  "POST /tenants/:tenant/portal-sessions": "webhooks:write",
  "DELETE /tenants/:tenant/portal-sessions": "admin",
  "GET /webhooks": "webhooks:read",
  "POST /webhooks": "webhooks:write",
  "GET /webhooks/:webhook": "webhooks:read",
  "PATCH /webhooks/:webhook": "webhooks:write",
  "DELETE /webhooks/:webhook": "webhooks:write",
  "GET /webhooks/:webhook/secret": "webhooks:write",
  "POST /webhooks/:webhook/secret/rotate": "webhooks:write",
  "POST /webhooks/:webhook/verify": "webhooks:write",
  "POST /webhooks/filter/try": "webhooks:read",
  "POST /webhooks/url/try": "webhooks:read",
  "POST /webhooks/:webhook/test": "webhooks:write",
  "GET /webhooks/:webhook/deliveries": "deliveries:read",
  "GET /webhooks/:webhook/stats": "webhooks:read",
  "POST /webhooks/x/recover": "deliveries:write",
  "GET /deliveries": "deliveries:read",
  "GET /deliveries/:delivery": "deliveries:read",
  "POST /deliveries/:delivery/retry": "deliveries:write",
  "POST /deliveries/:delivery/cancel": "deliveries:write",
  "POST /deliveries/retry": "deliveries:write",
  "GET /jobs": "deliveries:read",
  "GET /jobs/x": "deliveries:read",
  "DELETE /jobs/x": "deliveries:write",
  "GET /notifications": "webhooks:read",
  "GET /notifications/x": "webhooks:read",
  "GET /stats": "deliveries:read",
  "GET /stats/webhooks?ids=x": "webhooks:read",
  "GET /profiles": "webhooks:read",
  "GET /profiles/standard": "webhooks:read",
  "GET /profiles/standard/preview": "webhooks:read",
  "POST /profiles/preview": "webhooks:read",
  "PUT /profiles/x": "admin",
  "DELETE /profiles/x": "admin",
  "POST /profiles/standard/copy": "admin",
  "GET /api-keys": "admin",
  "POST /api-keys": "admin",
  "GET /api-keys/x": "admin",
  "DELETE /api-keys/x": "admin",
  "GET /users": "admin",
  "POST /users": "admin",
  "GET /users/x": "admin",
  "PATCH /users/x": "admin",
  "DELETE /users/x": "admin",
  "GET /settings": "admin",
  "GET /settings/product_name": "admin",
  "PUT /settings/product_name": "admin",
  "DELETE /settings/product_name": "admin",
  "POST /settings/mail/test": "admin",
  "GET /audit-log": "admin",
  "GET /audit-log/actions": "admin",
  "GET /system": "admin",
  "POST /system/backup": "admin",
} as const;

const all = [
  "events:write",
  "events:read",
  "webhooks:read",
  "webhooks:write",
  "deliveries:read",
  "deliveries:write",
];
const routes = Object.entries(scopes).map(([route, scope]): [string, string, string] => {
  const [method = "", path = ""] = route.split(" ");
  return [method, path, scope];
});

describe("without a key", () => {
  test.each([
    ["no header", null],
    ["no key", "Bearer"],
    ["only spaces", "Bearer   "],
    ["another scheme", `Basic ${ROOT_KEY}`],
    ["no scheme", ROOT_KEY],
    ["an unknown key", "Bearer phk_unknown"],
    ["more than a key", `Bearer ${ROOT_KEY} x`],
    ["two keys", `Bearer x, Bearer ${ROOT_KEY}`],
  ])("%s: every route answers 401 and says how to ask", async (_, authorization) => {
    const before = await counts(node);
    for (const [method, path] of routes) {
      const headers: Record<string, string> = authorization === null ? {} : { authorization };
      const answer = await node.call(method, filled(path), undefined, { key: null, headers });
      expectProblem(answer, 401, "unauthorized");
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="posthorn"');
    }
    expect(await counts(node)).toEqual(before);
  });

  test("the scheme may be written in any letters", async () => {
    const headers = { authorization: `bEARER ${ROOT_KEY}` };
    expect((await node.call("GET", "/events", undefined, { key: null, headers })).status).toBe(200);
  });

  test("the document and the probes need none", async () => {
    for (const path of ["/api/v1/openapi.json", "/healthz", "/readyz"])
      expect((await node.app.handle(new Request(`http://localhost${path}`))).status).toBe(200);
  });
});

test.each([
  ["GET", "/webhooks/:webhook/secret", 200],
  ["POST", "/tenants/:tenant/portal-sessions", 201],
  ["GET", "/events/:event", 200],
  ["GET", "/webhooks/none", 404],
  ["GET", "/none", 404],
])("nobody on the way keeps the answer of %s %s, nor takes it for a page", async (method, path, status) => {
  const { headers, ...answer } = await node.call(method, filled(path), method === "POST" ? {} : undefined);
  const told = [headers.get("cache-control"), headers.get("x-content-type-options")];
  expect([answer.status, ...told]).toEqual([status, "no-store", "nosniff"]);
});

describe("scopes", () => {
  test.each(routes)("%s %s is refused to a key that has all but %s", async (method, path, scope) => {
    const key = await makeKey(node, { scopes: all.filter((one) => one !== scope) });
    const before = await counts(node);
    const answer = await node.call(method, filled(path), {}, { key }).catch(() => undefined);
    const asked = answer ?? (await node.call(method, filled(path), undefined, { key }));
    expect(expectProblem(asked, 403, "forbidden").detail).toBe(`This needs a key with the scope ${scope}.`);
    expect(await counts(node)).toEqual(before);
  });

  test("a key with just the scope may read, and admin may everything", async () => {
    for (const [method, path, scope] of routes.filter(
      ([method, path]) => method === "GET" && !path.endsWith("/x"),
    )) {
      for (const key of [await makeKey(node, { scopes: [scope] }), await makeKey(node)])
        expect((await node.call(method, filled(path), undefined, { key })).status).toBe(200);
    }
  });
});

describe("a key that is bound to a tenant", () => {
  let key: string;
  beforeAll(async () => {
    key = await makeKey(node, { scopes: all, tenant: "mine" });
  });

  const foreign = routes.filter(
    ([, path]) => /:(event|webhook|delivery|tenant)/.test(path) && !path.startsWith("/tenants/:tenant PUT"),
  );
  test.each(foreign.filter(([, , scope]) => scope !== "admin"))(
    "%s %s: another tenant's is not found",
    async (method, path) => {
      const before = await counts(node);
      const sends = method === "POST" || method === "PATCH";
      const answer = await node.call(method, filled(path), sends ? {} : undefined, { key });
      expectProblem(answer, 404, "not_found");
      expect(await counts(node)).toEqual(before);
    },
  );

  test("naming another tenant is forbidden", async () => {
    const before = await counts(node);
    const asked = [
      node.call("GET", "/events?tenant=theirs", undefined, { key }),
      node.call("GET", "/deliveries?tenant=theirs", undefined, { key }),
      node.call("GET", "/webhooks?tenant=theirs", undefined, { key }),
      node.call("GET", "/events/their-event?tenant=theirs", undefined, { key }),
      node.call("GET", "/events/their-event/deliveries?tenant=theirs", undefined, { key }),
      node.call("POST", "/events", { type: "a", data: 1, tenant: "theirs" }, { key }),
      node.call("POST", "/webhooks", { url: receiver.url, event_types: ["*"], tenant: "theirs" }, { key }),
    ];
    for (const answer of await Promise.all(asked))
      expect(expectProblem(answer, 403, "forbidden").detail).toBe("This key is bound to the tenant mine.");
    const batch = await node.call<{ data: { error: { code: string } }[] }>(
      "POST",
      "/events/batch",
      { events: [{ type: "a", data: 1, tenant: "theirs" }] },
      { key },
    );
    expect(batch.body.data[0]?.error.code).toBe("forbidden");
    expect(await counts(node)).toEqual(before);
  });

  test("lists show its own tenant only, also when filtered by foreign ids", async () => {
    await node.call("POST", "/events", { id: "my-event", type: "a", data: 1 }, { key });
    const seen = async (path: string) =>
      (await node.call<{ data: { id: string }[] }>("GET", path, undefined, { key })).body.data.map(
        ({ id }) => id,
      );
    expect(await seen("/events")).toEqual(["my-event"]);
    expect(await seen("/webhooks")).toEqual([]);
    expect(await seen("/tenants")).toEqual(["mine"]);
    expect(await seen(`/deliveries?webhook=${ids.webhook}`)).toEqual([]);
    expect(await seen(`/deliveries?event=${ids.event}`)).toEqual([]);
    expect(await seen(filled("/webhooks?q=:webhook"))).toEqual([]);
  });

  test("what it makes without naming a tenant is its own tenant's", async () => {
    const body = { url: receiver.url, event_types: ["never"] };
    const made = await node.call("POST", "/webhooks", body, { key });
    expect([made.status, made.body.tenant]).toEqual([201, "mine"]);
  });
});

describe("a key for everything that is bound", () => {
  test.each([{ tenant: "mine" }, { event_types: ["order.*"] }])("by %j is not made", async (bounds) => {
    const before = await counts(node);
    const answer = await node.call("POST", "/api-keys", { name: "a", scopes: ["admin"], ...bounds });
    expect(expectProblem(answer, 422, "invalid").errors).toEqual([
      { pointer: "/scopes", detail: "may hold admin only without tenant and event_types" },
    ]);
    expect(await counts(node)).toEqual(before);
  });

  test.each(routes.filter(([, , scope]) => scope === "admin"))(
    "has no say over what all tenants share: %s %s",
    async (method, path) => {
      const key = await makeKey(node, { scopes: all, tenant: "mine" });
      await node.store.write([{ sql: `UPDATE api_keys SET scopes = '["admin"]' WHERE tenant = 'mine'` }]);
      await node.deps.keyring.load();
      const before = await counts(node);
      const answer = await node.call(method, filled(path), method === "GET" ? undefined : {}, { key });
      expect(expectProblem(answer, 403, "forbidden").detail).toBe(
        "This needs a key that is bound to no tenant and no event types.",
      );
      expect(await counts(node)).toEqual(before);
    },
  );
});

describe("a key that is bound to event types", () => {
  let key: string;
  beforeAll(async () => {
    key = await makeKey(node, {
      scopes: all,
      tenant: "bound",
      event_types: ["order.*", "stock.updated"],
      app_user: "user-7",
    });
  });

  test.each([
    ["order.created", 202],
    ["order.line.added", 202],
    ["stock.updated", 202],
    ["stock.deleted", 403],
    ["order", 403],
    ["orders.created", 403],
  ])("publishing %s answers %d", async (type, status) => {
    const before = await counts(node);
    const answer = await node.call("POST", "/events", { type, data: 1 }, { key });
    expect(answer.status).toBe(status);
    if (status === 202) return;
    expect(expectProblem(answer, 403, "forbidden").detail).toBe(
      "This key may publish order.*, stock.updated only.",
    );
    expect(await counts(node)).toEqual(before);
  });

  test.each([
    [["order.created"], 201],
    [["order.*"], 201],
    [["order.line.*", "stock.updated"], 201],
    [["*"], 403],
    [["stock.*"], 403],
    [["order.created", "user.created"], 403],
    [["order"], 403],
  ])("subscribing to %j answers %d", async (event_types, status) => {
    const before = await counts(node);
    const answer = await node.call("POST", "/webhooks", { url: receiver.url, event_types }, { key });
    expect(answer.status).toBe(status);
    if (status === 201) return expect(answer.body.app_user).toBe("user-7");
    expect(expectProblem(answer, 403, "forbidden").detail).toMatch(
      /^This key may subscribe to order\.\*, stock\.updated only, not to/,
    );
    expect(await counts(node)).toEqual(before);
  });

  test("a webhook cannot be changed to subscribe to more", async () => {
    const made = await node.call(
      "POST",
      "/webhooks",
      { url: receiver.url, event_types: ["order.*"] },
      { key },
    );
    const answer = await node.call("PATCH", `/webhooks/${made.body.id}`, { event_types: ["*"] }, { key });
    expectProblem(answer, 403, "forbidden");
    const { body } = await node.call("GET", `/webhooks/${made.body.id}`);
    expect(body.event_types).toEqual(["order.*"]);
  });
});

describe("deliveries of a type beyond a key's event types", () => {
  let key: string;
  let delivery: string;
  const retry = (filter: object) =>
    node.call("POST", "/deliveries/retry", { filter, dry_run: true }, { key });

  beforeAll(async () => {
    key = await makeKey(node, { scopes: all, tenant: "narrow", event_types: ["order.*"] });
    await registerWebhook(node, receiver.url, { tenant: "narrow", event_types: ["*"] });
    await publish(node, { tenant: "narrow", id: "stock", type: "stock.updated" });
    const { body } = await node.call<{ data: { id: string }[] }>("GET", "/deliveries?tenant=narrow");
    delivery = body.data[0]?.id ?? "";
    await settled();
  });

  test.each(["retry", "cancel"])("are not its to %s", async (verb) => {
    const before = await counts(node);
    const answer = await node.call("POST", `/deliveries/${delivery}/${verb}`, undefined, { key });
    expectProblem(answer, 404, "not_found");
    expect(await counts(node)).toEqual(before);
  });

  test.each(["/events/stock", "/events/stock/deliveries"])("are not found at %s", async (path) => {
    expectProblem(await node.call("GET", path, undefined, { key }), 404, "not_found");
    expectProblem(await node.call("GET", `/deliveries/${delivery}`, undefined, { key }), 404, "not_found");
  });

  test("are in no list and no count, while those of its own types are", async () => {
    await publish(node, { tenant: "narrow", id: "own", type: "order.made" });
    await settled();
    type List = { data: { id: string; event?: { id: string } }[] };
    const list = async (path: string) => {
      const { body } = await node.call<List>("GET", path, undefined, { key });
      return body.data.map(({ id, event }) => event?.id ?? id);
    };
    expect(await list("/events")).toEqual(["own"]);
    expect(await list("/deliveries")).toEqual(["own"]);
    expect(await list("/deliveries?type=stock.updated")).toEqual([]);
    expect((await node.call("GET", "/deliveries/count", undefined, { key })).body).toEqual({ count: 1 });
    const exported = await node.call("GET", "/deliveries/export?format=csv", undefined, { key });
    expect(JSON.stringify(exported.body)).not.toContain("stock");
  });

  test("are not its to retry by a filter that lets them in", async () => {
    for (const filter of [{ type: "stock.updated" }, { status: "failure" }])
      expectProblem(await retry(filter), 403, "forbidden");
    expectProblem(await retry({ event: "stock" }), 404, "not_found");
    expect((await retry({ type: "order.created" })).status).toBe(200);
  });

  test("are in jobs that it does not stop, unless it asked for them", async () => {
    const made = await node.call<{ id: string }>("POST", "/deliveries/retry", {
      filter: { tenant: "narrow", status: "failure" },
    });
    expect(made.status).toBe(202);
    const stopped = await node.call("DELETE", `/jobs/${made.body.id}`, undefined, { key });
    expectProblem(stopped, 403, "forbidden");
  });
});

describe("a webhook that gets more than a key's event types", () => {
  test("does not show that key its credentials, nor in a list", async () => {
    const headers = { Authorization: "Bearer abcdefghijkl" };
    const made = { tenant: "guarded", headers, event_types: ["order.*", "pay.*"] };
    const { id } = await registerWebhook(node, receiver.url, made);
    const key = await makeKey(node, { scopes: all, tenant: "guarded", event_types: ["order.*"] });
    const masked = { Authorization: "Bear••••" };
    const shown = await node.call("GET", `/webhooks/${id}`, undefined, { key });
    expect(shown.body.headers).toEqual(masked);
    const list = await node.call<{ data: object[] }>("GET", "/webhooks", undefined, { key });
    expect(list.body.data).toMatchObject([{ headers: masked }]);
    const wide = await makeKey(node, { scopes: all, tenant: "guarded", event_types: ["order.*", "pay.*"] });
    expect((await node.call("GET", `/webhooks/${id}`, undefined, { key: wide })).body.headers).toEqual(
      headers,
    );
  });

  test.each([
    ["PATCH", "", { url: "http://127.0.0.1:4/elsewhere" }],
    ["DELETE", "", undefined],
    ["GET", "/secret", undefined],
    ["POST", "/secret/rotate", {}],
    ["POST", "/test", {}],
  ])("can be looked at by that key, but not: %s %s", async (method, path, body) => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "wide", event_types: ["pay.*"] });
    const key = await makeKey(node, { scopes: all, tenant: "wide", event_types: ["order.*"] });
    const before = [await counts(node), (await node.call("GET", `/webhooks/${id}`)).body];
    const answer = await node.call(method, `/webhooks/${id}${path}`, body, { key });
    expect(expectProblem(answer, 403, "forbidden").detail).toBe(
      "This key may subscribe to order.* only, not to pay.*.",
    );
    expect([
      await counts(node),
      (await node.call("GET", `/webhooks/${id}`, undefined, { key })).body,
    ]).toEqual(before);
  });

  test("is no way around them: a test event is of their types too", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "wide", event_types: ["order.*"] });
    const key = await makeKey(node, { scopes: all, tenant: "wide", event_types: ["order.*"] });
    const test = (type: string) => node.call("POST", `/webhooks/${id}/test`, { type }, { key });
    expectProblem(await test("pay.settled"), 403, "forbidden");
    expect((await test("order.paid")).status).toBe(200);
  });
});

describe("API keys", () => {
  test("are shown once, and lists and reads never have them", async () => {
    const fields = {
      name: "shop",
      scopes: ["events:write"],
      tenant: "shop",
      event_types: ["a.*"],
      app_user: "u",
      expires: "2030-01-01T00:00:00Z",
    };
    const made = await node.call("POST", "/api-keys", fields);
    const { key: once, ...shown } = made.body;
    const key = String(once);
    expect(made.status).toBe(201);
    expect(key).toMatch(/^phk_[\w-]{43}$/);
    expect(shown).toEqual({
      ...fields,
      id: expect.stringMatching(/^key_/),
      prefix: key.slice(0, 8),
      created: "2024-01-15T10:30:00.000Z",
      expires: "2030-01-01T00:00:00.000Z",
      last_used: null,
    });
    const one = await node.call("GET", `/api-keys/${shown.id}`);
    const list = await node.call("GET", "/api-keys?limit=250");
    expect(one.body).toEqual(shown);
    expect(list.body.data).toContainEqual(shown);
    expect(JSON.stringify(list.body) + node.lines.join("")).not.toContain(key);
  });

  test("are refused from the moment they expire or are deleted", async () => {
    const clock = node.clock as ManualClock;
    const soon = await makeKey(node, { expires: new Date(clock.now() + 1000).toISOString() });
    const asked = async (key: string) => (await node.call("GET", "/events", undefined, { key })).status;
    expect(await asked(soon)).toBe(200);
    clock.advance(1000);
    expect(await asked(soon)).toBe(401);
    const made = await node.call<{ id: string; key: string }>("POST", "/api-keys", {
      name: "a",
      scopes: ["admin"],
    });
    expect(await asked(made.body.key)).toBe(200);
    const gone = await node.call("DELETE", `/api-keys/${made.body.id}`);
    expect(gone.status).toBe(204);
    expect(await asked(made.body.key)).toBe(401);
    expectProblem(await node.call("DELETE", `/api-keys/${made.body.id}`), 404, "not_found");
    expectProblem(await node.call("GET", `/api-keys/${made.body.id}`), 404, "not_found");
  });

  test("tell when they were last used", async () => {
    const made = await node.call<{ id: string; key: string }>("POST", "/api-keys", {
      name: "a",
      scopes: ["admin"],
    });
    await node.call("GET", "/events", undefined, { key: made.body.key });
    await node.deps.keyring.noteUse();
    const { body } = await node.call("GET", `/api-keys/${made.body.id}`);
    expect(body.last_used).toBe(new Date(node.clock.now()).toISOString());
  });
});

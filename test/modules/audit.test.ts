import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Glob } from "bun";
import { systemPrincipal } from "../../src/http/principal.ts";
import { auditActions } from "../../src/modules/audit/actions.ts";
import { auditEntry, type Deed } from "../../src/modules/audit/entry.ts";
import { sidesOf } from "../../src/modules/audit/shown.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

type Entry = {
  id: string;
  at: string;
  actor: { kind: string; id: string; name: string };
  address: string | null;
  action: string;
  tenant: string | null;
  target: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

const entries = async (query: string) =>
  (await node.call<{ data: Entry[] }>("GET", `/audit-log?${query}`)).body.data;

describe("an entry", () => {
  test("is written when a tenant is made and when it is changed, with what differs", async () => {
    await node.call("PUT", "/tenants/shop", { name: "Shop", metadata: { plan: "a" } });
    await node.call("PUT", "/tenants/shop", { name: "Shop 2", metadata: { plan: "a" } });
    const [second, first] = await entries("target=shop");
    expect(first).toEqual({
      id: expect.stringMatching(/^aud_\w+$/),
      at: new Date(node.clock.now()).toISOString(),
      actor: { kind: "key", id: "root", name: "root key" },
      address: null,
      action: "tenant.created",
      tenant: "shop",
      target: "shop",
      before: null,
      after: { id: "shop", name: "Shop", profile: null, metadata: { plan: "a" }, notify: {} },
    });
    expect(second).toMatchObject({
      action: "tenant.updated",
      before: { name: "Shop" },
      after: { name: "Shop 2" },
    });
    expect(Object.keys(second?.after ?? {})).toEqual(["name"]);
  });

  test("is written when a key is made or deleted, without the key", async () => {
    const fields = { name: "till", scopes: ["events:write"], tenant: "shop" };
    const made = await node.call<{ id: string; key: string }>("POST", "/api-keys", fields);
    await node.call("DELETE", `/api-keys/${made.body.id}`);
    const [deleted, created] = await entries(`target=${made.body.id}`);
    expect([created?.action, created?.tenant, created?.before]).toEqual(["api_key.created", "shop", null]);
    expect(created?.after).toMatchObject(fields);
    expect([deleted?.action, deleted?.after]).toEqual(["api_key.deleted", null]);
    expect(deleted?.before).toMatchObject(fields);
    expect(JSON.stringify([created, deleted])).not.toContain(made.body.key);
  });

  test("names the key that did it, also when it is gone", async () => {
    const { body } = await node.call<{ id: string; key: string }>("POST", "/api-keys", {
      name: "Ann's",
      scopes: ["admin"],
    });
    await node.call("PUT", "/tenants/anns", { name: "A" }, { key: body.key });
    await node.call("DELETE", `/api-keys/${body.id}`);
    expect((await entries(`actor=${body.id}`)).map(({ actor, target }) => [actor, target])).toEqual([
      [{ kind: "key", id: body.id, name: "Ann's" }, "anns"],
    ]);
  });

  test("is in the backup that it tells of", async () => {
    expect((await node.call("POST", "/system/backup")).status).toBe(200);
    expect(await entries("action=system.backup")).toMatchObject([{ target: "database", tenant: null }]);
  });

  test("is not there when the change was refused", async () => {
    const before = (await entries("limit=250")).length;
    await node.call("PUT", "/tenants/refused", { name: "" });
    await node.call("PUT", "/tenants/refused", { name: "A", profile: "nope" });
    await node.call("POST", "/api-keys", { name: "a", scopes: [] });
    await node.call("DELETE", "/api-keys/key_nope");
    expect((await entries("limit=250")).length).toBe(before);
  });

  test("is written with its condition only", async () => {
    const deed: Deed = { action: "system.backup", tenant: null, target: "t", before: null, after: null };
    const where = (found: number) => ({ sql: "SELECT 1 WHERE 1 = ?", args: [found] });
    const entry = (found: number) =>
      auditEntry(node.deps, systemPrincipal(), { ...deed, target: `t${found}` }, where(found));
    await node.store.write([entry(0), entry(1)]);
    expect((await entries("action=system.backup&target=t1")).map(({ target }) => target)).toEqual(["t1"]);
  });
});

test("the actions that there can be are listed, and Posthorn does all of them", async () => {
  const { body } = await node.call<{ data: string[] }>("GET", "/audit-log/actions");
  expect(body.data).toEqual([...auditActions]);
  const paths = [...new Glob("src/modules/**/*.ts").scanSync(".")].filter(
    (path) => !path.endsWith("audit/actions.ts"),
  );
  const sources = (await Promise.all(paths.map((path) => Bun.file(path).text()))).join("\n");
  expect(body.data.filter((action) => !sources.includes(`"${action}"`))).toEqual([]);
});

describe("the list", () => {
  test("is filtered and paged, newest first", async () => {
    const clock = node.clock as ManualClock;
    clock.advance(60_000);
    const since = new Date(clock.now()).toISOString();
    for (const id of ["p1", "p2", "p3"]) await node.call("PUT", `/tenants/${id}`, { name: id });
    clock.advance(60_000);
    const until = new Date(clock.now()).toISOString();
    await node.call("PUT", "/tenants/p3", { name: "later" });
    const range = `since=${since}&until=${until}`;
    expect((await entries(range)).map(({ target }) => target)).toEqual(["p3", "p2", "p1"]);
    expect((await entries("tenant=p3")).map(({ action }) => action)).toEqual([
      "tenant.updated",
      "tenant.created",
    ]);
    expect((await entries("tenant=p3&action=tenant.created")).length).toBe(1);
    const first = await node.call<{ data: Entry[]; next_cursor: string }>(
      "GET",
      `/audit-log?${range}&limit=2`,
    );
    const rest = await entries(`${range}&limit=2&cursor=${first.body.next_cursor}`);
    expect(rest.map(({ target }) => target)).toEqual(["p1"]);
  });

  test.each([
    ["since=yesterday", "/query/since"],
    ["until=1", "/query/until"],
    ["tenant=a/b", "/query/tenant"],
    ["action=", "/query/action"],
    ["nobody=1", "/query/nobody"],
  ])("does not take %s", async (query, pointer) => {
    const problem = expectProblem(await node.call("GET", `/audit-log?${query}`), 422, "invalid");
    expect(problem.errors?.[0]?.pointer).toBe(pointer);
  });

  test("is for operators only", async () => {
    const key = await makeKey(node, { scopes: ["events:read"], tenant: "shop" });
    await node.store.write([{ sql: `UPDATE api_keys SET scopes = '["admin"]' WHERE tenant = 'shop'` }]);
    await node.deps.keyring.load();
    for (const tenant of ["", "?tenant=shop"])
      expectProblem(await node.call("GET", `/audit-log${tenant}`, undefined, { key }), 403, "forbidden");
  });
});

describe("what an entry keeps of a resource", () => {
  test.each([
    ["nothing but what differs", { a: 1, b: [1] }, { a: 2, b: [1] }, { a: 1 }, { a: 2 }],
    ["what came and went", { a: 1 }, { b: null }, { a: 1 }, { b: null }],
    ["not when it was changed", { updated: "x", a: 1 }, { updated: "y", a: 1 }, {}, {}],
    ["all of what is made", null, { updated: "x", a: 1 }, null, { updated: "x", a: 1 }],
    ["no secret", { secret: "hush", key: "hush" }, { secret: "hush2" }, {}, {}],
    [
      "a profile's rules for secrets",
      null,
      { secret: { shown: "once" } },
      null,
      { secret: { shown: "once" } },
    ],
    [
      "no credentials in headers",
      null,
      { headers: { "X-Shop": "7", Authorization: "Bearer hushhush" } },
      null,
      { headers: { "X-Shop": "7", Authorization: "Bear••••" } },
    ],
  ])("%s", (_, before, after, ...sides) => {
    expect(sidesOf(before, after)).toEqual(sides as never);
  });

  test("and a long text not whole, cut between characters", () => {
    const [, after] = sidesOf(null, { text: `${"x".repeat(99)}😀${"y".repeat(3000)}` });
    expect(String(after?.text)).toMatch(/… \(3101 characters\)$/);
    expect(String(after?.text).isWellFormed()).toBe(true);
  });
});

test("the root key is never in the log", async () => {
  expect(JSON.stringify(await entries("limit=250"))).not.toContain(ROOT_KEY);
});

import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { pruneOnce } from "../../src/worker/sweep.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import { ManualClock } from "../support/clock.ts";
import { publish } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

const DAY_MS = 86_400_000;

let node: TestNode;
let clock: ManualClock;
beforeEach(async () => {
  clock = new ManualClock();
  node = await startNode({ clock });
});
afterEach(() => node.stop());

type Listed = {
  data: { name: string; tenants: string[] | null; tenant: string | null }[];
  undeclared: number;
};

const put = (name: string, fields: object = {}) =>
  node.call("PUT", `/event-types/${name}`, { description: "", ...fields });
const list = async (query = "", options = {}) =>
  (await node.call<Listed>("GET", `/event-types?limit=250${query}`, undefined, options)).body;
const names = async (query = "", options = {}) => (await list(query, options)).data.map(({ name }) => name);
const limitTo = (value: number) => node.call("PUT", "/settings/undeclared_event_types_per_tenant", { value });
const flood = (tenant: string, types: string[]) =>
  Promise.all(types.map((type) => publish(node, { type, tenant })));
const notices = async () =>
  (await node.call<{ data: { kind: string; message: string }[] }>("GET", "/notifications")).body.data;

describe("undeclared event types", () => {
  test("beyond a tenant's limit are accepted, not listed, and told of once", async () => {
    await limitTo(3);
    await put("order.paid");
    await flood("acme", ["a.1", "a.2", "a.3", "a.4", "a.5", "order.paid"]);
    await flood("acme", ["a.6"]);
    await flood("other", ["b.1"]);
    expect((await names()).sort()).toEqual(["a.1", "a.2", "a.3", "b.1", "order.paid"]);
    const [notice, ...more] = await notices();
    expect([notice?.kind, more]).toEqual(["tenant.event_types_full", []]);
    expect(notice?.message).toContain("acme");
    const events = await node.call<{ data: unknown[] }>("GET", "/events?tenant=acme&limit=250");
    expect(events.body.data.length).toBe(7);
  });

  test("come up again to the limit when others are gone, also after a restart", async () => {
    await limitTo(2);
    await flood("acme", ["a.1", "a.2", "a.3"]);
    await node.call("DELETE", "/event-types/a.1");
    await flood("acme", ["a.3", "a.4"]);
    expect((await names()).sort()).toEqual(["a.2", "a.3"]);
    await node.abandon();
    node = await startNode({ clock, dir: node.dir });
    await flood("acme", ["a.5"]);
    await flood("other", ["b.1"]);
    expect((await names()).sort()).toEqual(["a.2", "a.3", "b.1"]);
    expect((await notices()).length).toBe(1);
  });

  test("stand behind all declared types in the list, and are counted for operators alone", async () => {
    await put("z.declared");
    await flood("acme", ["a.1", "a.2"]);
    await put("y.declared");
    expect(await names()).toEqual(["y.declared", "z.declared", "a.2", "a.1"].toSorted(byDeclared));
    expect((await list()).undeclared).toBe(2);
    const key = await makeKey(node, { scopes: ["events:read"], tenant: "acme" });
    expect(await list("", { key })).toMatchObject({ data: [{}, {}], undeclared: 0 });
    const pages: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const answer: { body: Listed & { next_cursor: string | null } } = await node.call(
        "GET",
        `/event-types?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      const { body } = answer;
      pages.push(...body.data.map(({ name }) => name));
      cursor = body.next_cursor;
    }
    expect(pages).toEqual(await names());
  });

  test("are deleted together: those not seen since a time, of a tenant, or all; a dry run counts", async () => {
    await put("order.paid");
    await flood("acme", ["a.old", "a.used"]);
    await flood("other", ["b.old"]);
    clock.advance(2 * DAY_MS);
    await flood("acme", ["a.used", "a.new", "order.paid"]);
    const since = new Date(clock.now() - DAY_MS).toISOString();
    const prune = (body: object) => node.call("POST", "/event-types/prune", body);
    expect((await prune({ not_seen_since: since, dry_run: true })).body).toEqual({ event_types: 2 });
    expect((await prune({ not_seen_since: since, tenant: "acme" })).body).toEqual({ event_types: 1 });
    expect((await names()).sort()).toEqual(["a.new", "a.used", "b.old", "order.paid"]);
    await flood("acme", ["a.old"]);
    expect(await names()).toContain("a.old");
    expect((await prune({})).body).toEqual({ event_types: 4 });
    expect(await names()).toEqual(["order.paid"]);
    const audit = await node.call<{ data: { after: object }[] }>(
      "GET",
      "/audit-log?action=event_types.pruned",
    );
    expect(audit.body.data.map(({ after }) => after)).toMatchObject([{ event_types: 4 }, { event_types: 1 }]);
    expect(
      expectProblem(await prune({ not_seen_since: "yesterday" }), 422, "invalid").errors?.[0]?.pointer,
    ).toBe("/not_seen_since");
    const key = await makeKey(node, { scopes: ["webhooks:write"] });
    expectProblem(await node.call("POST", "/event-types/prune", {}, { key }), 403, "forbidden");
  });

  test("go with the retention when no event of them came any more; what came within the hour costs no write", async () => {
    await put("order.paid");
    await flood("acme", ["a.old", "a.used"]);
    clock.advance(20 * DAY_MS);
    await flood("acme", ["a.used"]);
    clock.advance(1000);
    await flood("acme", ["a.used"]);
    clock.advance(11 * DAY_MS);
    await pruneOnce(node.deps, 30, clock.now());
    expect((await names()).sort()).toEqual(["a.used", "order.paid"]);
    await flood("acme", ["a.old"]);
    expect(await names()).toContain("a.old");
  });
});

const byDeclared = (one: string, other: string) =>
  Number(other.includes("declared")) - Number(one.includes("declared"));

describe("an event type for some tenants", () => {
  const own = async (tenant: string) =>
    makeKey(node, { scopes: ["events:read", "events:write", "webhooks:read"], tenant });

  test("is in no other tenant's catalogue, document or documentation, and names no other tenant", async () => {
    await put("for.all");
    await put("for.acme", { tenants: ["acme", "rival"] });
    await node.call("PUT", "/tenants/other", { name: "Other" });
    await node.call("PUT", "/tenants/acme", { name: "Acme" });
    const [acme, other] = [await own("acme"), await own("other")];
    expect(await names("", { key: acme })).toEqual(["for.acme", "for.all"]);
    expect(await names("", { key: other })).toEqual(["for.all"]);
    expect((await list("", { key: acme })).data[0]?.tenants).toEqual(["acme"]);
    expectProblem(
      await node.call("GET", "/event-types/for.acme", undefined, { key: other }),
      404,
      "not_found",
    );
    const document = await node.call<{ webhooks: object }>("GET", "/event-types/openapi.json", undefined, {
      key: other,
    });
    expect(Object.keys(document.body.webhooks)).toEqual(["for.all"]);
    const docs = await node.call("GET", "/docs/consumer", undefined, { key: other });
    expect(JSON.stringify(docs.body)).not.toContain("for.acme");
    expect((await list()).data.find(({ name }) => name === "for.acme")?.tenants).toEqual(["acme", "rival"]);
  });

  test("is refused for others where types must be declared, and not suggested to them", async () => {
    await put("order.paid", { tenants: ["acme"] });
    await node.call("PUT", "/settings/strict_event_types", { value: true });
    const post = (tenant: string, type = "order.paid") =>
      node.call("POST", "/events", { type, tenant, data: {} });
    expect((await post("acme")).status).toBe(202);
    const { errors } = expectProblem(await post("other"), 422, "invalid");
    expect(errors?.[0]?.pointer).toBe("/type");
    expect(JSON.stringify(errors)).not.toContain("did you mean");
  });

  test("stays theirs when it is imported anew, and is everybody's when it is declared without them", async () => {
    await put("order.paid", { tenants: ["acme"] });
    const webhooks = { "order.paid": { post: { description: "Paid.", responses: {} } } };
    await node.call("POST", "/event-types/import", {
      openapi: "3.1.0",
      info: { title: "x", version: "1" },
      webhooks,
    });
    expect((await list()).data[0]?.tenants).toEqual(["acme"]);
    await put("order.paid");
    expect((await list()).data[0]?.tenants).toBeNull();
    expect(expectProblem(await put("order.paid", { tenants: [] }), 422, "invalid").errors?.[0]?.pointer).toBe(
      "/tenants",
    );
    expect(
      expectProblem(await put("order.paid", { tenants: ["no tenant"] }), 422, "invalid").errors?.[0]?.pointer,
    ).toBe("/tenants/0");
  });
});

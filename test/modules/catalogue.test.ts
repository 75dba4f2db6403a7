import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

type Listed = { data: Record<string, unknown>[]; next_cursor: string | null };
const now = () => new Date(node.clock.now()).toISOString();
const listed = async (path: string, key: string) =>
  (await node.call<Listed>("GET", path)).body.data.map((row) => row[key]);

describe("event types", () => {
  test("are declared, replaced as a whole, and taken out again", async () => {
    const put = await node.call("PUT", "/event-types/order.paid", {
      description: "Paid.",
      group: "Orders",
      example: { a: [1] },
      deprecated: true,
    });
    const paid = {
      name: "order.paid",
      status: "declared",
      description: "Paid.",
      group: "Orders",
      schema: null,
      example: { a: [1] },
      deprecated: true,
      ...{ tenants: null, tenant: null, last_seen: null },
      created: now(),
      updated: now(),
    };
    expect([put.status, put.body]).toEqual([200, paid]);
    const created = now();
    (node.clock as ManualClock).advance(1000);
    const replaced = await node.call("PUT", "/event-types/order.paid", { description: "" });
    expect(replaced.body).toEqual({
      ...paid,
      description: "",
      group: null,
      example: null,
      deprecated: false,
      created,
      updated: now(),
    });
    expect((await node.call("GET", "/event-types/order.paid")).body).toEqual(replaced.body);
    expect((await node.call("DELETE", "/event-types/order.paid")).status).toBe(204);
    for (const method of ["GET", "DELETE"])
      expectProblem(await node.call(method, "/event-types/order.paid"), 404, "not_found");
  });

  test("of events appear as undeclared, are declared by PUT, and come back after they were taken out", async () => {
    const status = async () => (await node.call("GET", "/event-types/seen.first")).body.status;
    await publish(node, { type: "seen.first" });
    expect(await status()).toBe("undeclared");
    await node.call("PUT", "/event-types/seen.first", { description: "Seen." });
    await publish(node, { type: "seen.first" });
    expect(await status()).toBe("declared");
    await node.call("DELETE", "/event-types/seen.first");
    await publish(node, { type: "seen.first" });
    expect(await status()).toBe("undeclared");
  });

  test("keep the numbers of an example as they were written", async () => {
    const example = '{"n":12345678901234567890,"m":1.50,"big":[1e400]}';
    await node.call("PUT", "/event-types/exact", `{"description":"","example": ${example}}`);
    for (const path of ["/event-types/exact", "/event-types?limit=1"]) {
      const request = new Request(`http://localhost/api/v1${path}`, {
        headers: { authorization: `Bearer ${ROOT_KEY}` },
      });
      expect(await (await node.app.handle(request)).text()).toContain(`"example":${example}`);
    }
  });

  test("are listed newest first, in pages", async () => {
    for (const name of ["z.one", "z.two", "z.three"])
      await node.call("PUT", `/event-types/${name}`, { description: "" });
    const first = await node.call<Listed>("GET", "/event-types?limit=2");
    expect(first.body.data.map(({ name }) => name)).toEqual(["z.three", "z.two"]);
    expect((await listed(`/event-types?limit=1&cursor=${first.body.next_cursor}`, "name"))[0]).toBe("z.one");
  });
});

describe("tenants", () => {
  test("are found by a part of their id or name, whatever its case", async () => {
    await node.call("PUT", "/tenants/nw-100", { name: "Northwind Traders" });
    const ids = async (q: string) => {
      const { body } = await node.call<{ data: { id: string }[] }>(
        "GET",
        `/tenants?q=${encodeURIComponent(q)}`,
      );
      return body.data.map(({ id }) => id);
    };
    expect(await ids("WIND tr")).toEqual(["nw-100"]);
    expect(await ids("w-10")).toEqual(["nw-100"]);
    expect(await ids("%")).toEqual([]);
  });

  test("are listed without Posthorn's own, unless that is named or all that a key may see", async () => {
    await node.call("PUT", "/tenants/_operator", { name: "Operator" });
    const ids = async (query: string, key?: string) => {
      const path = `/tenants?limit=250${query}`;
      const { body } = await node.call<{ data: { id: string }[] }>(
        "GET",
        path,
        undefined,
        key ? { key } : {},
      );
      return body.data.map(({ id }) => id);
    };
    expect(await ids("")).not.toContain("_operator");
    expect(await ids("&q=operator")).toEqual([]);
    expect(await ids("&q=_operator")).toEqual(["_operator"]);
    const key = await makeKey(node, { scopes: ["webhooks:read"], tenant: "_operator" });
    expect(await ids("", key)).toEqual(["_operator"]);
    expect((await node.call("GET", "/tenants/_operator")).status).toBe(200);
  });

  test("that are there already stay as they are when only a new one is wanted", async () => {
    const put = (name: string) =>
      node.call("PUT", "/tenants/only-new", { name }, { headers: { "if-none-match": "*" } });
    expect((await put("First")).status).toBe(200);
    expectProblem(await put("Second"), 409, "tenant_exists");
    expect((await node.call("GET", "/tenants/only-new")).body.name).toBe("First");
  });

  test("are made, replaced as a whole, and got", async () => {
    const given = {
      name: "Acme",
      profile: "orki",
      metadata: { plan: "x" },
      notify: { emails: ["a@example.com"], url: "https://example.com/n" },
    };
    const put = await node.call("PUT", "/tenants/acme.1_a-b", given);
    expect([put.status, put.body]).toEqual([
      200,
      { ...given, id: "acme.1_a-b", created: now(), updated: now() },
    ]);
    const replaced = await node.call("PUT", "/tenants/acme.1_a-b", { name: "B" });
    expect(replaced.body).toMatchObject({ name: "B", profile: null, metadata: {}, notify: {} });
    expect((await node.call("GET", "/tenants/acme.1_a-b")).body).toEqual(replaced.body);
    expectProblem(await node.call("GET", "/tenants/nobody"), 404, "not_found");
  });

  test("are not given a profile that one of these webhooks could not sign by", async () => {
    await node.call("PUT", "/tenants/fits", { name: "F", profile: "github" });
    const fields = { tenant: "fits", secret: "not-base64" };
    const { id } = await registerWebhook(node, "http://127.0.0.1:4/", fields);
    await registerWebhook(node, "http://127.0.0.1:4/", { ...fields, profile: "github" });
    const answer = await node.call("PUT", "/tenants/fits", { name: "F", profile: "standard" });
    expect(expectProblem(answer, 422, "invalid").errors).toEqual([
      {
        pointer: "/profile",
        detail: `does not fit the webhook ${id}: its secret must be whsec_ and the base64 of 24 to 64 bytes`,
      },
    ]);
    expect((await node.call("GET", "/tenants/fits")).body.profile).toBe("github");
    expect((await node.call("PUT", "/tenants/fits", { name: "F", profile: "stripe" })).status).toBe(200);
  });

  test("give their profile to webhooks that name none", async () => {
    await node.call("PUT", "/tenants/profiled", { name: "P", profile: "orisha" });
    const { secret, id } = await registerWebhook(node, "http://127.0.0.1:4/", { tenant: "profiled" });
    expect(secret).not.toStartWith("whsec_");
    expectProblem(await node.call("GET", `/webhooks/${id}/secret`), 403, "secret_shown_once");
  });

  test("are listed newest first, default among them", async () => {
    await publish(node, { tenant: "newest" });
    const ids = await listed("/tenants?limit=250", "id");
    expect(ids[0]).toBe("newest");
    expect(ids).toContain("default");
  });
});

test("a tenant's key sees the operator's catalogue, not the types that other tenants' events brought", async () => {
  await using node = await startNode();
  await node.call("PUT", "/event-types/order.created", { description: "An order was placed." });
  await publish(node, { tenant: "b", type: "secret.project" });
  const key = await makeKey(node, { scopes: ["events:read"], tenant: "a" });
  const list = await node.call<{ data: { name: string }[] }>("GET", "/event-types", undefined, { key });
  expect(list.body.data.map(({ name }) => name)).toEqual(["order.created"]);
  expectProblem(await node.call("GET", "/event-types/secret.project", undefined, { key }), 404, "not_found");
});

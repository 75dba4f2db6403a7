import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { records } from "../../src/db/store.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import { publish } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

const put = (name: string, fields: object | string) =>
  node.call(
    "PUT",
    `/event-types/${name}`,
    typeof fields === "string" ? fields : { description: "", ...fields },
  );

const paid = {
  type: "object",
  properties: { order: { type: "string", pattern: "^SO-" }, total: { type: "number" } },
  required: ["order"],
};

describe("a schema", () => {
  test("is kept, shown and taken away with the declaration", async () => {
    const answer = await put("order.paid", { schema: paid, example: { order: "SO-1", total: 9.5 } });
    expect(answer.status).toBe(200);
    expect(answer.body.schema).toEqual(paid);
    expect((await node.call("GET", "/event-types/order.paid")).body).toEqual(answer.body);
    expect((await put("order.paid", { schema: null })).body.schema).toBeNull();
    expect((await put("order.paid", { schema: true })).body.schema).toBe(true);
    expect((await put("order.paid", {})).body.schema).toBeNull();
  });

  test("keeps its numbers as they were written", async () => {
    const schema = '{"maximum":12345678901234567890,"multipleOf":0.50}';
    await put("exact", `{"description":"","schema": ${schema}}`);
    const request = new Request("http://localhost/api/v1/event-types/exact", {
      headers: { authorization: `Bearer ${ROOT_KEY}` },
    });
    expect(await (await node.app.handle(request)).text()).toContain(`"schema":${schema}`);
  });

  test.each<[what: string, schema: unknown, pointer: RegExp]>([
    ["is no schema", "order", /^\/schema$/],
    ["is a list", [paid], /^\/schema$/],
    [
      "has a type that there is not",
      { properties: { a: { type: "text" } } },
      /^\/schema\/properties\/a\/type$/,
    ],
    ["has a pattern that is no regular expression", { pattern: "(" }, /^\/schema/],
    ["refers to what is not there", { $ref: "#/$defs/none" }, /^\/schema/],
    ["refers to another document", { $ref: "https://example.com/order.json" }, /^\/schema/],
  ])("that %s is refused with a pointer into it, and changes nothing", async (_, schema, pointer) => {
    const before = await counts(node);
    const problem = expectProblem(await put("refused", { schema }), 422, "invalid");
    expect(problem.errors?.map((fault) => fault.pointer)).toContainEqual(expect.stringMatching(pointer));
    expect(await counts(node)).toEqual(before);
  });

  test("that is larger than 64 KiB is refused", async () => {
    const schema = { description: "a".repeat(64 * 1024) };
    const problem = expectProblem(await put("large", { schema }), 422, "invalid");
    expect(problem.errors).toEqual([{ pointer: "/schema", detail: "must not be longer than 64 KiB" }]);
  });

  test("refuses an example that does not fit it, with a pointer to the misfit", async () => {
    const answer = await put("misfit", { schema: paid, example: { order: "SO-1", total: "9.50" } });
    expect(expectProblem(answer, 422, "invalid").errors).toEqual([
      { pointer: "/example/total", detail: expect.stringMatching(/number/) },
    ]);
    expectProblem(await node.call("GET", "/event-types/misfit"), 404, "not_found");
  });
});

test("an event type cannot have the name that the catalogue's document has", async () => {
  const problem = expectProblem(await put("openapi.json", {}), 422, "invalid");
  expect(problem.errors?.[0]?.pointer).toBe("/path/name");
});

describe("the list of event types", () => {
  let own: TestNode;
  const names = async (query: string) => {
    const { body } = await own.call<{ data: { name: string }[] }>("GET", `/event-types?${query}`);
    return body.data.map(({ name }) => name);
  };
  beforeAll(async () => {
    own = await startNode();
    const types = { "order.paid": ["Orders", "Money came."], "stock.low": ["Stock", "100% gone_"] } as const;
    for (const [name, [group, description]] of Object.entries(types))
      await own.call("PUT", `/event-types/${name}`, { description, group });
    await publish(own, { type: "order.seen" });
  });
  afterAll(() => own.stop());

  test.each([
    ["q=ORDER", ["order.paid", "order.seen"]],
    ["q=money", ["order.paid"]],
    ["q=%25", ["stock.low"]],
    ["q=gone_", ["stock.low"]],
    ["q=nothing", []],
    ["group=Stock", ["stock.low"]],
    ["group=stock", []],
    ["status=declared", ["stock.low", "order.paid"]],
    ["status=undeclared", ["order.seen"]],
    ["status=declared&q=order", ["order.paid"]],
  ])("is narrowed by %s", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test("refuses a status that there is not", async () => {
    const problem = expectProblem(await own.call("GET", "/event-types?status=new"), 422, "invalid");
    expect(problem.errors).toEqual([{ pointer: "/query/status", detail: "must be declared or undeclared" }]);
  });
});

test("who declares or deletes a type is written down, with what it was and is", async () => {
  const who = await makeKey(node, { name: "Catalogue keeper" });
  const as = { key: who };
  await node.call("PUT", "/event-types/audited", { description: "One.", schema: paid }, as);
  await node.call("PUT", "/event-types/audited", { description: "Two." }, as);
  await node.call("DELETE", "/event-types/audited", undefined, as);
  const sql = "SELECT * FROM audit_log WHERE target = 'audited' ORDER BY seq";
  const rows = records<Record<string, string | null>>(await node.store.read({ sql }));
  const words = (text: string | null | undefined) => (text ? JSON.parse(text).description : null);
  expect(rows.map((row) => [row.actor_name, row.action, words(row.before), words(row.after)])).toEqual([
    ["Catalogue keeper", "event_type.declared", null, "One."],
    ["Catalogue keeper", "event_type.declared", "One.", "Two."],
    ["Catalogue keeper", "event_type.deleted", "Two.", null],
  ]);
  expect(JSON.parse(rows[0]?.after ?? "").schema).toEqual(paid);
});

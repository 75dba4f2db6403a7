import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { counts, expectProblem } from "../support/api.ts";
import { publish } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

const put = (name: string, schema: unknown) =>
  node.call("PUT", `/event-types/${name}`, { description: "", schema });
const post = (fields: object, headers: Record<string, string> = {}) =>
  node.call("POST", "/events", { type: "order.paid", data: { total: 1 }, ...fields }, { headers });

const schema = {
  type: "object",
  properties: { total: { type: "number" }, lines: { items: { required: ["sku"] } } },
  required: ["total"],
};

describe("an event of a type with a schema", () => {
  beforeEach(() => put("order.paid", schema));

  test("is accepted when its data fits", async () => {
    expect((await post({ data: { total: 1.5, lines: [{ sku: "A" }] } })).status).toBe(202);
  });

  test("is refused with a pointer to each misfit, and leaves no row", async () => {
    const before = await counts(node);
    const answer = await post({ data: { total: "1", lines: [{ sku: "A" }, {}] }, tenant: "unheard-of" });
    const { errors } = expectProblem(answer, 422, "invalid");
    expect(errors?.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\/data\/total$/),
        expect.stringMatching(/^\/data\/lines\/1/),
      ]),
    );
    expect(await counts(node)).toEqual(before);
  });

  test("is judged by itself in a batch: the others are accepted", async () => {
    const events = [{ total: 1 }, { total: null }, 5, { total: 2 }].map((data) => ({
      type: "order.paid",
      data,
    }));
    const before = await counts(node);
    const { status, body } = await node.call<{ data: Record<string, unknown>[] }>("POST", "/events/batch", {
      events,
    });
    expect(status).toBe(202);
    expect(body.data.map((one) => "error" in one)).toEqual([false, true, true, false]);
    expect(body.data[1]?.error).toMatchObject({ code: "invalid", errors: [{ pointer: "/data/total" }] });
    expect(body.data[2]?.error).toMatchObject({ code: "invalid", errors: [{ pointer: "/data" }] });
    expect((await counts(node)).events).toBe((before.events ?? 0) + 2);
  });

  test("is answered as before when it comes again, though the schema has changed since", async () => {
    const first = await post({ id: "once" });
    const keyed = await post({}, { "idempotency-key": "key-1" });
    await put("order.paid", { required: ["currency"] });
    const again = await post({ id: "once" });
    expect([again.status, again.body, again.headers.get("idempotent-replayed")]).toEqual([
      200,
      first.body,
      "true",
    ]);
    const keyedAgain = await post({}, { "idempotency-key": "key-1" });
    expect([keyedAgain.status, keyedAgain.body]).toEqual([200, keyed.body]);
    expectProblem(await post({ id: "once", data: { total: 2 } }), 409, "event_id_conflict");
    expectProblem(await post({ id: "new" }), 422, "invalid");
  });

  test("is no longer judged when the type is taken out of the catalogue", async () => {
    await node.call("DELETE", "/event-types/order.paid");
    expect((await post({ data: "anything" })).status).toBe(202);
  });
});

test("a schema's patterns cannot hold up the node, whatever the data", async () => {
  await put("slow", { type: "string", pattern: "^(a+)+$" });
  const started = performance.now();
  const answer = await post({ type: "slow", data: `${"a".repeat(40)}!` });
  expectProblem(answer, 422, "invalid");
  expect((await post({ type: "fast" })).status).toBe(202);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("an event that its schema cannot judge in time is refused for now, with a text that says who may have to mend it", async () => {
  await put("stuck", true);
  const { sandbox } = node.deps;
  const { validate } = sandbox;
  sandbox.validate = async () => ({ error: "it took more than 1 s" });
  const answer = await post({ type: "stuck" });
  sandbox.validate = validate;
  const problem = expectProblem(answer, 503, "schema_not_judged");
  expect(problem.detail).toContain(
    "the schema of stuck: it took more than 1 s. If this stays, whoever keeps the",
  );
  expect(answer.headers.get("retry-after")).toBe("60");
});

test("a schema that another process declared counts after the next look at the database", async () => {
  await publish(node, { type: "shared.type" });
  await node.store.write([
    { sql: `UPDATE event_types SET declared = 1, schema = '{"type":"string"}' WHERE name = 'shared.type'` },
  ]);
  expect((await post({ type: "shared.type", data: 1 })).status).toBe(202);
  await node.deps.registry.load();
  expectProblem(await post({ type: "shared.type", data: 1 }), 422, "invalid");
});

test("a declaration made while the catalogue is read anew is not lost to what was read before", async () => {
  const loading = node.deps.registry.load();
  await put("racing", false);
  await loading;
  expectProblem(await post({ type: "racing" }), 422, "invalid");
});

describe("with strict event types", () => {
  let strict: TestNode;
  const set = async (value: boolean) => {
    const sql =
      "INSERT OR REPLACE INTO settings (name, value, updated_at, updated_by) VALUES (?, ?, 0, 'test')";
    await strict.store.write([{ sql, args: ["strict_event_types", String(value)] }]);
    await strict.deps.settings.load();
  };
  const send = (type: string, fields: object = {}) =>
    strict.call("POST", "/events", { type, data: 1, ...fields });
  beforeAll(async () => {
    strict = await startNode();
    for (const name of ["order.created", "order.closed", "order.creates", "order.crated", "stock.low"])
      await strict.call("PUT", `/event-types/${name}`, { description: "", deprecated: name === "stock.low" });
    await send("order.seen", { id: "seen" });
    await set(true);
  });
  afterAll(() => strict.stop());

  test("a declared type is accepted, a deprecated one too", async () => {
    expect((await send("order.created")).status).toBe(202);
    expect((await send("stock.low")).status).toBe(202);
  });

  test("another is refused, at most three near names are told, and it does not come into the list", async () => {
    const before = await counts(strict);
    expect(expectProblem(await send("order.create"), 422, "invalid").errors).toEqual([
      {
        pointer: "/type",
        detail:
          "is not an event type of the catalogue; did you mean order.created or order.creates or order.crated?",
      },
    ]);
    expect(expectProblem(await send("invoice.sent"), 422, "invalid").errors).toEqual([
      { pointer: "/type", detail: "is not an event type of the catalogue" },
    ]);
    expect(await counts(strict)).toEqual(before);
  });

  test("a type that events brought into the list is refused, but an event accepted before is answered again", async () => {
    expectProblem(await send("order.seen"), 422, "invalid");
    expect((await send("order.seen", { id: "seen" })).status).toBe(200);
  });

  test("each event of a batch is judged by itself", async () => {
    const events = ["order.created", "order.unheard", "stock.low"].map((type) => ({ type, data: 1 }));
    const { body } = await strict.call<{ data: object[] }>("POST", "/events/batch", { events });
    expect(body.data.map((one) => "error" in one)).toEqual([false, true, false]);
  });

  test("a type taken out of the catalogue is refused; without the setting all are accepted", async () => {
    await strict.call("DELETE", "/event-types/order.crated");
    expectProblem(await send("order.crated"), 422, "invalid");
    await set(false);
    expect((await send("order.crated")).status).toBe(202);
  });
});

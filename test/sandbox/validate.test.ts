import { expect, test } from "bun:test";
import { EXPONENTIAL, sandboxForTests } from "./support.ts";

const sandbox = sandboxForTests();

const validate = (schema: unknown, data: unknown) =>
  sandbox.validate(JSON.stringify(schema), JSON.stringify(data));

test("data that fits has no faults, however big its numbers are", async () => {
  const schema = JSON.stringify({ properties: { n: { type: "integer" } }, required: ["n"] });
  expect(await sandbox.validate(schema, '{"n": 123456789012345678901234567890}')).toEqual({ faults: [] });
});

test.each<[object, unknown, string, string]>([
  [{ type: "string" }, 1, "", "must be a string"],
  [{ type: ["integer", "null"] }, "a", "", "must be an integer or null"],
  [{ required: ["a/b"] }, {}, "/a~1b", "is required"],
  [{ properties: { a: { required: ["b"] } } }, { a: {} }, "/a/b", "is required"],
  [{ dependentRequired: { a: ["b"] } }, { a: 1 }, "/b", 'is required beside "a"'],
  [{ additionalProperties: false }, { "x~y": 1 }, "/x~0y", "is not a field here"],
  [{ unevaluatedProperties: false }, { x: 1 }, "/x", "is not a field here"],
  [{ properties: { a: false } }, { a: 1 }, "/a", "is not allowed here"],
  [{ enum: ["a", 1] }, "b", "", 'must be one of "a", 1'],
  [{ const: null }, "b", "", "must be null"],
  [{ minLength: 2 }, "b", "", "must have at least 2 characters"],
  [{ maxLength: 1 }, "bb", "", "must have at most 1 character"],
  [{ minItems: 1 }, [], "", "must have at least 1 item"],
  [{ prefixItems: [true], unevaluatedItems: false }, [1, 2], "", "must have at most 1 item"],
  [{ minProperties: 1 }, {}, "", "must have at least 1 field"],
  [{ items: { minimum: 3 } }, [4, 2], "/1", "must be at least 3"],
  [{ exclusiveMaximum: 3 }, 3, "", "must be less than 3"],
  [{ multipleOf: 5 }, 3, "", "must be a multiple of 5"],
  [{ pattern: "^x" }, "a", "", "must match ^x"],
  [{ format: "date-time" }, "yesterday", "", "must be in the format date-time"],
  [{ uniqueItems: true }, [1, 2, 1], "", "must not repeat an item: 0 and 2 are the same"],
  [
    { properties: { a: { uniqueItems: true } } },
    { a: [{ x: 1, y: [{}] }, null, { y: [{}], x: 1 }] },
    "/a",
    "must not repeat an item: 0 and 2 are the same",
  ],
  [{ not: {} }, 1, "", "must not be of the kind excluded"],
  [{ oneOf: [{ type: "number" }, { minimum: 1 }] }, 2, "", "must fit only one of the alternatives"],
  [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, "/ab", "as a name must have at most 1 character"],
  [{ if: false, else: { type: "string" } }, 1, "", "must be a string"],
])("by %j, %j has its fault told in plain words", async (schema, data, pointer, detail) => {
  expect(await validate(schema, data)).toEqual({ faults: [{ pointer, detail }] });
});

test("a text of thousands of characters is in no format but base64", async () => {
  expect(await validate({ format: "uri" }, `http://a/${"a".repeat(4000)}`)).toEqual({ faults: [] });
  expect(await validate({ format: "uri" }, `http://a/${"a".repeat(5000)}`)).toEqual({
    faults: [{ pointer: "", detail: "must be in the format uri" }],
  });
  expect(await validate({ format: "byte" }, "QUJD".repeat(5000))).toEqual({ faults: [] });
});

test("all faults are told together, fifty at most", async () => {
  const schema = { properties: { a: { type: "string" } }, required: ["b"], additionalProperties: false };
  expect(await validate(schema, { a: 1, c: 1 })).toEqual({
    faults: expect.arrayContaining([
      { pointer: "/a", detail: "must be a string" },
      { pointer: "/b", detail: "is required" },
      { pointer: "/c", detail: "is not a field here" },
    ]),
  });
  const many = await validate({ items: { type: "string" } }, Array.from({ length: 1000 }, Number));
  expect(many).toMatchObject({ faults: { length: 50 } });
});

test("a field that every object inherits is still missing", async () => {
  expect(await validate({ required: ["constructor"] }, {})).toEqual({
    faults: [{ pointer: "/constructor", detail: "is required" }],
  });
});

test("a catastrophic regular expression is judged all the same, and rightly", async () => {
  const schema = { pattern: "(a+)+$" };
  expect(await validate(schema, `${"a".repeat(50_000)}!`)).toEqual({
    faults: [{ pointer: "", detail: "must match (a+)+$" }],
  });
  expect(await validate(schema, `${"a".repeat(50_000)}!a`)).toEqual({ faults: [] });
});

test("items that differ are told apart in linear time, also where their members stand in another order", async () => {
  const items = Array.from({ length: 30_000 }, (_, n) => (n % 2 ? { n, of: "cart" } : { of: "cart", n }));
  expect(await validate({ uniqueItems: true }, items)).toEqual({ faults: [] });
  expect(await validate({ uniqueItems: true }, [...items, { of: "cart", n: 1 }])).toEqual({
    faults: [{ pointer: "", detail: "must not repeat an item: 1 and 30000 are the same" }],
  });
  expect(await validate({ uniqueItems: false }, [1, 1])).toEqual({ faults: [] });
  expect(await validate({ uniqueItems: true }, [1, "1", [1], true, null, "null", "true", 0])).toEqual({
    faults: [],
  });
});

test("a schema that tries endlessly many ways is stopped, one that refers to itself gives up", async () => {
  expect(await sandbox.checkSchema(EXPONENTIAL)).toEqual([]);
  expect(await sandbox.validate(EXPONENTIAL, "1")).toEqual({ error: "it ran longer than 600 ms" });
  expect(await validate({ $ref: "#" }, 1)).toEqual({ error: "it recurses too deeply or grows too large" });
});

test("what cannot be judged is an error, not a fault", async () => {
  expect(await sandbox.validate("{}", "{")).toEqual({ error: expect.stringContaining("JSON") });
  expect(await sandbox.validate('{"type": 7}', "1")).toEqual({ error: expect.any(String) });
});

import { expect, test } from "bun:test";
import { sandboxForTests } from "./support.ts";

const sandbox = sandboxForTests();

const check = (schema: unknown) =>
  sandbox.checkSchema(typeof schema === "string" ? schema : JSON.stringify(schema));

test.each([
  [true],
  [{}],
  [{ type: "object", properties: { a: { type: ["string", "null"], format: "email" } }, required: ["a"] }],
  [{ $schema: "https://json-schema.org/draft/2020-12/schema", $id: "https://example.com/order" }],
  [{ $defs: { money: { type: "number" } }, properties: { total: { $ref: "#/$defs/money" } } }],
  [{ $defs: { money: { $anchor: "money" } }, $ref: "#money" }],
  [{ $id: "https://example.com/a", $defs: { b: { $id: "b", type: "string" } }, $ref: "b" }],
  [{ $dynamicAnchor: "node", properties: { child: { $dynamicRef: "#node" } } }],
  [{ $ref: "#" }],
])("a schema that can be used has no faults: %j", async (schema) => {
  expect(await check(schema)).toEqual([]);
});

test("a format, a keyword and an id that the dialect does not know are annotations", async () => {
  expect(await check({ format: "nonsense", "x-group": 1, id: 7, nullable: "so", $async: true })).toEqual([]);
  const schema = JSON.stringify({
    format: "nonsense",
    id: "a",
    nullable: true,
    $async: true,
    type: "string",
  });
  expect(await sandbox.validate(schema, '"any"')).toEqual({ faults: [] });
  expect(await sandbox.validate(schema, "null")).toEqual({
    faults: [{ pointer: "", detail: "must be a string" }],
  });
});

test("fields that are called like keywords are fields", async () => {
  const fields = { $ref: { type: "string" }, $schema: {}, pattern: { const: "(" } };
  expect(await check({ properties: fields })).toEqual([]);
});

test.each([
  ["{", "must be JSON"],
  ["[]", "must be an object or a boolean"],
  ["null", "must be an object or a boolean"],
  ['"object"', "must be an object or a boolean"],
])("%s is no schema", async (schema, detail) => {
  expect(await check(schema)).toEqual([{ pointer: "", detail }]);
});

test("a keyword with a wrong value is pointed at, in plain words", async () => {
  const faults = await check({ properties: { "a/b": { minLength: -1 }, c: { required: "d" } } });
  expect(faults).toEqual([
    { pointer: "/properties/a~1b/minLength", detail: "must be at least 0" },
    { pointer: "/properties/c/required", detail: "must be an array" },
  ]);
  const [unknown] = await check({ items: { type: "strin" } });
  expect(unknown?.pointer).toBe("/items/type");
  expect(unknown?.detail).toStartWith('must be one of "array", "boolean"');
});

test.each([["https://example.com/x.json"], ["file:///etc/passwd"], ["other.json#/a"], ["//example.com"]])(
  "a reference to %s is refused where it stands, and never fetched",
  async ($ref) => {
    const detail = "must refer to a place in this schema: a remote schema is never fetched";
    expect(await check({ properties: { a: { allOf: [{ $ref }] } } })).toEqual([
      { pointer: "/properties/a/allOf/0/$ref", detail },
    ]);
    expect(await check({ $dynamicRef: $ref })).toEqual([{ pointer: "/$dynamicRef", detail }]);
  },
);

test("a remote reference in a place that only another reference makes a schema is not fetched either", async () => {
  const schema = { $ref: "#/x-parts/a", "x-parts": { a: { $ref: "http://127.0.0.1:9/a.json" } } };
  expect(await check(schema)).toEqual([{ pointer: "", detail: expect.stringContaining("must refer to") }]);
});

test.each([["#/$defs/none"], ["#nowhere"]])(
  "a reference to %s, which is nowhere, is refused",
  async ($ref) => {
    expect(await check({ properties: { a: { $ref } } })).toEqual([
      { pointer: "/properties/a/$ref", detail: "must refer to a place that is in this schema" },
    ]);
  },
);

test("another dialect is refused", async () => {
  const [fault] = await check({ $defs: { a: { $schema: "http://json-schema.org/draft-07/schema#" } } });
  expect(fault).toEqual({
    pointer: "/$defs/a/$schema",
    detail: "must be https://json-schema.org/draft/2020-12/schema: no other dialect is read",
  });
});

test("a regular expression that needs backtracking is refused with a pointer, one that is none too", async () => {
  const refused = "must be a regular expression without lookaround, backreferences or counts over 1000";
  const schema = {
    properties: { a: { pattern: "(?=b)" }, c: { pattern: "(" } },
    patternProperties: { "(a)\\1": true },
  };
  expect(await check(schema)).toEqual([
    { pointer: "/patternProperties/(a)\\1", detail: expect.stringContaining(refused) },
    { pointer: "/properties/a/pattern", detail: expect.stringContaining(refused) },
    { pointer: "/properties/c/pattern", detail: "must be a regular expression" },
  ]);
});

test("a schema of 1 MB is refused unread, one that is nested too deeply after reading", async () => {
  expect(await check(`{${" ".repeat(2 ** 20)}}`)).toEqual([
    { pointer: "", detail: "must not be longer than 64 KiB" },
  ]);
  expect(await sandbox.validate(" ".repeat(2 ** 20), "1")).toEqual({
    error: "must not be longer than 64 KiB",
  });
  const deep = `${'{"not":'.repeat(200)}{}${"}".repeat(200)}`;
  expect(await check(deep)).toEqual([{ pointer: "", detail: "must not be nested deeper than 100 levels" }]);
  expect(await check("[".repeat(60_000))).toEqual([{ pointer: "", detail: "must be JSON" }]);
});

test("two schemas may bear the same id", async () => {
  const [one, other] = ["string", "number"].map((type) =>
    JSON.stringify({ $id: "https://example.com/s", type }),
  );
  expect(await sandbox.validate(one ?? "", '"a"')).toEqual({ faults: [] });
  expect(await sandbox.validate(other ?? "", "1")).toEqual({ faults: [] });
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { sampleNames } from "../../src/modules/event-types/samples/index.ts";
import { makeKey } from "../support/api.ts";
import { publish } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

type Operation = {
  tags?: string[];
  description: string;
  deprecated: boolean;
  requestBody: { content: Record<string, { schema?: unknown; example?: unknown; examples?: object }> };
  responses: Record<string, { description: string }>;
  operationId: string;
  summary: string;
  parameters: { name: string; in: string }[];
  "x-event-data": object;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  jsonSchemaDialect: string;
  tags: { name: string }[];
  webhooks: Record<string, Record<string, Operation>>;
};
type Listed = { data: Record<string, unknown>[] };

const text = async (node: TestNode, key = ROOT_KEY) => {
  const request = new Request("http://localhost/api/v1/event-types/openapi.json", {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await node.app.handle(request)).text();
};
const exported = async (node: TestNode, key?: string): Promise<Document> => JSON.parse(await text(node, key));
const catalogue = async (node: TestNode) =>
  (await node.call<Listed>("GET", "/event-types?limit=250&status=declared")).body.data
    .map(({ created: _, updated: __, ...declaration }) => JSON.stringify(declaration))
    .sort();

/** What is hard to bring back as it was. */
const hard: Record<string, string> = {
  plain: '{"description":""}',
  grouped: '{"description":"Grouped.","group":"A group","deprecated":true}',
  "any-thing": '{"description":"","schema":true}',
  nothing_at_all: '{"description":"","schema":false}',
  empty: '{"description":"","schema":{},"example":{}}',
  numbers: '{"description":"","schema":{"minimum":0.010},"example":12345678901234567890.00}',
  falsy: '{"description":"","example":false}',
  "own.examples": '{"description":"","schema":{"examples":[1,2]}}',
  "own.example": '{"description":"","schema":{"examples":[1]},"example":2}',
  recursive:
    '{"description":"","schema":{"type":"object","properties":{"child":{"$ref":"#"},"id":{"$ref":"#/$defs/id"}},"$defs":{"id":{"type":"string"}}}}',
  identified: '{"description":"","schema":{"$id":"https://example.com/own","items":{"$ref":"#"}}}',
  __proto__x: '{"description":"","example":{"__proto__":{"a":1},"10":1,"2":2}}',
};

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  for (const [name, body] of Object.entries(hard)) {
    const { status, body: answer } = await node.call("PUT", `/event-types/${name}`, body);
    expect([name, status, answer]).toEqual([name, 200, expect.anything()]);
  }
  for (const sample of sampleNames)
    expect((await node.call("POST", "/event-types/import", { sample })).status).toBe(200);
  await publish(node, { type: "not.declared" });
});
afterAll(() => node.stop());

test("the catalogue is an OpenAPI 3.1 document whose webhooks are the declared types, examples included", async () => {
  const document = await exported(node);
  expect(Object.keys(document).sort()).toEqual([
    "components",
    "info",
    "jsonSchemaDialect",
    "openapi",
    "tags",
    "webhooks",
  ]);
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toEqual({
    title: "Posthorn webhooks",
    version: new Date(node.clock.now()).toISOString(),
    description: expect.stringMatching(/exactly as its receivers get it/),
  } as Document["info"]);
  expect(document.jsonSchemaDialect).toBe("https://json-schema.org/draft/2020-12/schema");
  const { body } = await node.call<Listed>("GET", "/event-types?limit=250&status=declared");
  expect(Object.keys(document.webhooks).sort()).toEqual(body.data.map(({ name }) => String(name)).sort());
  expect(document.webhooks["not.declared"]).toBeUndefined();
  expect(document.webhooks["chat.status_changed"]?.post?.requestBody.content["application/json"]).toEqual(
    expect.objectContaining({
      example: expect.objectContaining({ data: expect.objectContaining({ status: "snoozed" }) }),
      schema: expect.anything(),
    }),
  );
});

test("every operation has what OpenAPI asks of it, and no more than OpenAPI knows", async () => {
  const { webhooks, tags } = await exported(node);
  const known = new Set(tags.map(({ name }) => name));
  expect(known.size).toBe(tags.length);
  for (const [name, item] of Object.entries(webhooks)) {
    expect({ name, methods: Object.keys(item) }).toEqual({ name, methods: ["post"] });
    const {
      tags: own = [],
      description,
      deprecated,
      requestBody,
      responses,
      operationId,
      summary,
      parameters,
      "x-event-data": _data,
      ...rest
    } = item.post as Operation;
    expect({ name, rest, description, deprecated }).toEqual({
      name,
      rest: {},
      description: expect.any(String),
      deprecated: expect.any(Boolean),
    });
    expect(summary).toBe(name);
    expect(operationId).toMatch(/^on[A-Z0-9]\w*$/);
    expect(parameters.every((one) => one.in === "header")).toBe(true);
    expect(own.every((tag) => known.has(tag))).toBe(true);
    expect(responses["2XX"]?.description).toBeString();
    const {
      schema: _,
      example: __,
      examples,
      ...other
    } = requestBody.content["application/json"] ?? { x: 1 };
    expect({ name, other, examples }).toEqual({ name, other: {}, examples: examples && {} });
  }
});

test("importing the document changes nothing here, and makes the same catalogue elsewhere", async () => {
  const document = await text(node);
  const here = await node.call<Record<string, string[]>>("POST", "/event-types/import", document);
  expect([here.status, here.body.created, here.body.updated]).toEqual([200, [], []]);
  expect(here.body.unchanged?.length).toBe(Object.keys(hard).length + 43);
  await using other = await startNode();
  const there = await other.call<Record<string, string[]>>("POST", "/event-types/import", document);
  expect([there.status, there.body.updated, there.body.unchanged]).toEqual([200, [], []]);
  expect(await catalogue(other)).toEqual(await catalogue(node));
  expect(await text(other)).toBe(document);
});

test("an empty catalogue is a document too, and one that can be imported", async () => {
  await using empty = await startNode();
  const document = await exported(empty);
  expect(document.webhooks).toEqual({});
  expect((await empty.call("POST", "/event-types/import", document)).body).toEqual({
    ...{ created: [], updated: [], unchanged: [] },
  });
});

test("a tenant's key may read it, a key without the scope may not", async () => {
  const mine = await makeKey(node, { scopes: ["events:read"], tenant: "a" });
  expect(await text(node, mine)).toBe(await text(node));
  const writes = await makeKey(node, { scopes: ["events:write"] });
  expect((await node.call("GET", "/event-types/openapi.json", undefined, { key: writes })).status).toBe(403);
});

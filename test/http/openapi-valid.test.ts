/** The API's document is what every generator takes: valid OpenAPI 3.1, with a name for all that it is about. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { startNode, type TestNode } from "../support/node.ts";

type Json = { [name: string]: unknown };
type Media = { schema?: Json; example?: unknown };
type Operation = {
  operationId: string;
  tags: string[];
  parameters?: { name: string; in: string }[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media>; headers?: Json }>;
};
type Document = {
  openapi: string;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  components: { schemas: Record<string, Json> };
  paths: Record<string, Record<string, Operation>>;
};

let node: TestNode;
let document: Document;

beforeAll(async () => {
  node = await startNode();
  document = (await node.call<Document>("GET", "/openapi.json", undefined, { key: null })).body;
});
afterAll(() => node.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
const operation = (method: string, path: string) => {
  const found = document.paths[`/api/v1${path}`]?.[method];
  if (!found) throw new Error(`no ${method} ${path}`);
  return found;
};

/** Every object of the document. */
function* objects(value: unknown): Generator<Json> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const one of Object.values(value)) yield* objects(one);
}

test("it is valid OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

test("nothing of older dialects is in it", () => {
  for (const one of objects(document)) {
    expect(one).not.toHaveProperty("nullable");
    expect(one).not.toHaveProperty("x-format");
    expect({ tuple: Array.isArray(one.items) }).toEqual({ tuple: false });
  }
});

test("each operation has a name of its own that reads as a method", () => {
  const names = operations().map(({ operation }) => operation.operationId);
  expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]*)*$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["publishEvent", "listDeliveries", "rotateSecret"]));
  expect(names.filter((name) => /V1/.test(name))).toEqual([]);
});

test("each body and each response is a model with a name", () => {
  const unnamed = operations().flatMap(({ name, operation }) => {
    const responses = Object.values(operation.responses).map(({ content }) => content);
    return [operation.requestBody?.content, ...responses].flatMap((content) =>
      Object.entries(content ?? {})
        .filter(([type, { schema }]) => type.endsWith("json") && !type.includes("nd") && !isNamed(schema))
        .map(([type]) => `${name} ${type}`),
    );
  });
  expect(unnamed).toEqual([]);
});

const isNamed = (schema: Json = {}): boolean =>
  "$ref" in schema || (Array.isArray(schema.anyOf) && schema.anyOf.some((one) => "$ref" in one));

test("each model is referred to, and each tag is described", () => {
  const referred = new Set([...objects(document)].map(({ $ref }) => String($ref).split("/").at(-1)));
  expect(Object.keys(document.components.schemas).filter((name) => !referred.has(name))).toEqual([]);
  const used = new Set(operations().flatMap(({ operation }) => operation.tags));
  expect([...used].filter((tag) => !document.tags.some(({ name }) => name === tag))).toEqual([]);
  for (const { description } of document.tags) expect(description).toMatch(/\w.*\.$/);
  expect(document.servers).toEqual([{ url: "/", description: "This instance" } as never]);
});

test("bodies that may be left out are not required, and the others are", () => {
  for (const path of ["/webhooks/{id}/secret/rotate", "/webhooks/{id}/test", "/events/{id}/replay"])
    expect({ path, required: operation("post", path).requestBody?.required }).toEqual({
      path,
      required: false,
    });
  for (const path of ["/events", "/webhooks"])
    expect({ path, required: operation("post", path).requestBody?.required }).toEqual({
      path,
      required: true,
    });
});

test("headers that callers need are documented", () => {
  const publish = operation("post", "/events");
  expect(publish.parameters).toMatchObject([{ name: "Idempotency-Key", in: "header" }]);
  expect(publish.responses["200"]?.headers).toHaveProperty("Idempotent-Replayed");
  expect(JSON.stringify(document)).toContain('"Retry-After"');
});

test("moments and addresses have their format", () => {
  const { Webhook, Delivery } = document.components.schemas as Record<
    string,
    { properties: Record<string, Json> }
  >;
  expect(Webhook?.properties.created).toMatchObject({ type: "string", format: "date-time" });
  expect(Webhook?.properties.url).toMatchObject({ format: "uri" });
  expect(Delivery?.properties.next_attempt).toMatchObject({ type: ["string", "null"], format: "date-time" });
});

test("a cursor looks as the document says", async () => {
  for (const id of ["one", "two"]) await node.call("PUT", `/tenants/${id}`, { name: id });
  const { body } = await node.call<{ next_cursor: string }>("GET", "/tenants?limit=1");
  const cursor = operation("get", "/tenants").parameters?.find(({ name }) => name === "cursor");
  const { pattern } = (cursor as unknown as { schema: { pattern: string } }).schema;
  expect(body.next_cursor).toMatch(new RegExp(pattern));
});

test("a method that a path lacks is answered with those that its own operation has", async () => {
  const allow = async (method: string, path: string) => (await node.call(method, path)).headers.get("allow");
  expect(await allow("PUT", "/deliveries/retry")).toBe("POST");
  expect(await allow("PUT", "/deliveries/dlv_1")).toBe("GET");
  expect(await allow("PATCH", "/webhooks")).toBe("GET, POST");
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { records } from "../../src/db/store.ts";
import { yamlToJson } from "../../src/modules/event-types/yaml.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import { publish } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

type Named = Record<"created" | "updated" | "unchanged", string[]>;

const send = (body: unknown, { type = "application/json", query = "", on = node } = {}) =>
  on.call<Named>("POST", `/event-types/import${query}`, body, { headers: { "content-type": type } });
const yaml = (text: string) => send(text, { type: "application/yaml" });
const get = async (name: string) => (await node.call("GET", `/event-types/${name}`)).body;

const post = (media: object, operation: object = {}) => ({
  post: { description: "", requestBody: { content: { "application/json": media } }, ...operation },
});
const document = (webhooks: object, components: object = {}) => ({
  openapi: "3.1.0",
  info: { title: "T", version: "1" },
  webhooks,
  components,
});

describe("an OpenAPI document's webhooks become event types:", () => {
  test("with description, first tag, schema, example and whether they are deprecated", async () => {
    const schema = { type: "object", properties: { a: { type: "integer" } } };
    const answer = await send(
      document({
        "full.type": post(
          { schema, example: { a: 1 } },
          { description: "All of it.", tags: ["First", "Second"], deprecated: true },
        ),
        "bare.type": { post: {} },
      }),
    );
    expect([answer.status, answer.body]).toEqual([
      200,
      { created: ["full.type", "bare.type"], updated: [], unchanged: [] },
    ]);
    expect(await get("full.type")).toMatchObject({
      status: "declared",
      description: "All of it.",
      group: "First",
      schema,
      example: { a: 1 },
      deprecated: true,
    });
    expect(await get("bare.type")).toMatchObject({
      ...{ description: "", group: null, schema: null, example: null, deprecated: false },
    });
  });

  test("with what their schemas need of the components, and nothing else of them", async () => {
    const schemas = {
      Order: { type: "object", properties: { lines: { items: { $ref: "#/components/schemas/Line" } } } },
      Line: {
        properties: { sku: { type: "string" }, parts: { items: { $ref: "#/components/schemas/Line" } } },
      },
      Other: { type: "string" },
    };
    await send(
      document({ "ref.type": post({ schema: { $ref: "#/components/schemas/Order" } }) }, { schemas }),
    );
    expect((await get("ref.type")).schema).toEqual({
      type: "object",
      properties: { lines: { items: { $ref: "#/$defs/Line" } } },
      $defs: {
        Line: { properties: { sku: { type: "string" }, parts: { items: { $ref: "#/$defs/Line" } } } },
      },
    });
    const data = { lines: [{ sku: "a", parts: [{ sku: 1 }] }] };
    const refused = await node.call("POST", "/events", { type: "ref.type", data });
    expect(expectProblem(refused, 422, "invalid").errors?.[0]?.pointer).toBe("/data/lines/0/parts/0/sku");
  });

  test("a component named like a definition of the schema itself keeps apart from it", async () => {
    const schema = {
      allOf: [{ $ref: "#/components/schemas/Id" }],
      $defs: { Id: { type: "null" } },
      properties: { $ref: { $ref: "#/components/schemas/Id/anyOf/1" } },
    };
    const schemas = { Id: { anyOf: [{ type: "object" }, { type: "integer" }] } };
    await send(document({ "name.clash": post({ schema }) }, { schemas }));
    expect((await get("name.clash")).schema).toEqual({
      allOf: [{ $ref: "#/$defs/Id_" }],
      $defs: { Id: { type: "null" }, Id_: schemas.Id },
      properties: { $ref: { $ref: "#/$defs/Id_/anyOf/1" } },
    });
  });

  test("from references to path items, request bodies and examples too", async () => {
    const components = {
      pathItems: {
        Hook: { summary: "By name.", post: { requestBody: { $ref: "#/components/requestBodies/B" } } },
      },
      requestBodies: {
        B: {
          content: {
            "application/vnd.x+json; charset=utf-8": {
              examples: { one: { $ref: "#/components/examples/E" } },
            },
          },
        },
      },
      examples: { E: { value: [1] } },
    };
    await send(document({ "by.reference": { $ref: "#/components/pathItems/Hook" } }, components));
    expect(await get("by.reference")).toMatchObject({ description: "By name.", example: [1], schema: null });
  });

  test.each<[string, object, unknown]>([
    ["the media type", { example: 1, examples: { a: { value: 2 } }, schema: { examples: [3] } }, 1],
    [
      "the first of its examples",
      { examples: { a: { value: 2 }, b: { value: 9 } }, schema: { examples: [3] } },
      2,
    ],
    ["the schema's examples", { schema: { examples: [3], example: 4 } }, 3],
    ["the schema's example", { schema: { example: 4 } }, 4],
    ["nowhere, which empty examples say", { examples: {}, schema: { examples: [3] } }, null],
  ])("the example is that of %s", async (_, media, expected) => {
    await send(document({ "example.type": post(media) }));
    expect((await get("example.type")).example).toEqual(expected);
  });

  test("from YAML too, in block and flow style, with the digits of numbers", async () => {
    const text = `
openapi: "3.1.0"
info: { title: T, version: "1" }
webhooks:
  yaml.type:
    post:
      description: |
        Two
        lines.
      tags: [Yaml]
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { 200: { type: number } } }
            example: { 200: 12345678901234567890, text: yes, hex: 0x10 }
`;
    for (const type of ["application/yaml", "application/x-yaml", "text/yaml; charset=utf-8"])
      expect((await send(text, { type })).status).toBe(200);
    expect(await get("yaml.type")).toMatchObject({ description: "Two\nlines.\n", group: "Yaml" });
    const [row] = records(
      await node.store.read({ sql: "SELECT example FROM event_types WHERE name = 'yaml.type'" }),
    );
    expect(row?.example).toBe('{"200":12345678901234567890,"text":"yes","hex":16}');
  });

  test("what is there the same is unchanged, what differs is updated, what is not named stays", async () => {
    await using own = await startNode();
    const first = document({
      "a.one": post({ schema: { maximum: 1.5 } }),
      "a.two": post({}),
      "a.three": post({}),
    });
    await send(first, { on: own });
    await publish(own, { type: "a.seen" });
    const second = document({
      "a.one": post({ schema: { maximum: 1.5 } }),
      "a.two": post({ example: 1 }),
      "a.seen": post({}),
    });
    const expected = { created: ["a.seen"], updated: ["a.two"], unchanged: ["a.one"] };
    const before = await counts(own);
    expect((await send(second, { on: own, query: "?dry_run=true" })).body).toEqual(expected);
    expect(await counts(own)).toEqual(before);
    expect((await own.call("GET", "/event-types/a.two")).body.example).toBeNull();
    expect((await send(second, { on: own })).body).toEqual(expected);
    expect((await own.call("GET", "/event-types/a.two")).body.example).toBe(1);
    expect((await own.call("GET", "/event-types/a.three")).status).toBe(200);
    expect((await send(second, { on: own })).body.unchanged).toHaveLength(3);
  });

  test("judge events from then on, and are written down as who did it", async () => {
    const key = await makeKey(node, { name: "Importer" });
    const body = document({ "judged.now": post({ schema: { type: "string" } }) });
    await node.call("POST", "/event-types/import", body, { key });
    expectProblem(await node.call("POST", "/events", { type: "judged.now", data: 1 }), 422, "invalid");
    const sql = "SELECT actor_name, action FROM audit_log WHERE target = 'judged.now'";
    expect(records(await node.store.read({ sql }))).toEqual([
      { actor_name: "Importer", action: "event_type.declared" },
    ]);
  });
});

const deep = (levels: number): unknown => (levels === 0 ? {} : { items: deep(levels - 1) });

describe("is refused as a whole, with a pointer and plain words:", () => {
  const good = { "good.type": post({}) };
  test.each<[what: string, body: unknown, pointer: string, words: RegExp]>([
    ["a text", '"openapi"', "", /^must be an OpenAPI 3\.1 document with webhooks/],
    ["a list", [], "", /^must be an OpenAPI 3\.1 document with webhooks/],
    ["nothing of a document", {}, "/openapi", /^is required: an OpenAPI 3\.1 document/],
    ["Swagger 2", { swagger: "2.0", paths: {} }, "/swagger", /has no webhooks/],
    ["OpenAPI 3.0", { ...document(good), openapi: "3.0.3" }, "/openapi", /^must be a text such as "3\.1\.1"/],
    ["a version that is a number", { ...document(good), openapi: 3.1 }, "/openapi", /^must be a text/],
    ["a document without webhooks", { openapi: "3.1.0", paths: {} }, "/webhooks", /^is required/],
    ["webhooks in a list", document([]), "/webhooks", /^must be an object/],
    [
      "an older dialect",
      { ...document(good), jsonSchemaDialect: "http://json-schema.org/draft-07/schema#" },
      "/jsonSchemaDialect",
      /^must be https/,
    ],
    ["an unknown sample", { sample: "acme" }, "/sample", /^must be one of organiko, orisha/],
    ["a sample beside a document", { ...document(good), sample: "orki" }, "/sample", /^must stand alone$/],
    [
      "a name that is no event type",
      document({ ...good, "new order": post({}) }),
      "/webhooks/new order",
      /^must be a dotted name/,
    ],
    [
      "the name of the export",
      document({ "openapi.json": post({}) }),
      "/webhooks/openapi.json",
      /^is the address/,
    ],
    [
      "a webhook without post",
      document({ ...good, "a.b": { get: {} } }),
      "/webhooks/a.b",
      /^has no post operation$/,
    ],
    [
      "a body that is not JSON",
      document({ "a.b": { post: { requestBody: { content: { "text/xml": {} } } } } }),
      "/webhooks/a.b/post/requestBody/content",
      /^has no application\/json$/,
    ],
    [
      "a description that is no text",
      document({ "a.b": post({}, { description: 5 }) }),
      "/webhooks/a.b/post/description",
      /^must be a text/,
    ],
    [
      "a tag that is too long",
      document({ "a.b": post({}, { tags: ["x".repeat(200)] }) }),
      "/webhooks/a.b/post/tags/0",
      /^must be a text of 1 to 128 characters/,
    ],
    [
      "a perhaps deprecated webhook",
      document({ "a.b": post({}, { deprecated: "no" }) }),
      "/webhooks/a.b/post/deprecated",
      /^must be true or false$/,
    ],
    [
      "a schema that is a text",
      document({ "a.b": post({ schema: "x" }) }),
      "/webhooks/a.b/post/requestBody/content/application~1json/schema",
      /^must be a JSON Schema/,
    ],
    [
      "a schema that does not compile",
      document({ ...good, "a.b": post({ schema: { properties: { c: { type: "text" } } } }) }),
      "/webhooks/a.b/post/requestBody/content/application~1json/schema/properties/c/type",
      /\w/,
    ],
    [
      "a component that does not compile",
      document(
        { "a.b": post({ schema: { items: { $ref: "#/components/schemas/X" } } }) },
        { schemas: { X: { properties: { c: { minimum: "1" } } } } },
      ),
      "/components/schemas/X/properties/c/minimum",
      /\w/,
    ],
    [
      "a reference to another host",
      document({ "a.b": post({ schema: { items: { $ref: "https://example.com/x.json" } } }) }),
      "/webhooks/a.b/post/requestBody/content/application~1json/schema/items/$ref",
      /\w/,
    ],
    [
      "a reference to another file",
      document({ "a.b": { $ref: "./hook.yaml" } }),
      "/webhooks/a.b/$ref",
      /no other document is ever fetched/,
    ],
    [
      "a reference to nothing",
      document({ "a.b": post({ schema: { $ref: "#/components/schemas/None" } }) }),
      "/webhooks/a.b/post/requestBody/content/application~1json/schema/$ref",
      /^names nothing in this document$/,
    ],
    [
      "a reference to something else than a schema",
      document({ "a.b": post({ schema: { $ref: "#/info" } }) }),
      "/webhooks/a.b/post/requestBody/content/application~1json/schema/$ref",
      /^must begin with #\/components\/schemas\/$/,
    ],
    [
      "references in a circle",
      document({ "a.b": { $ref: "#/webhooks/c.d" }, "c.d": { $ref: "#/webhooks/a.b" } }),
      "/webhooks/a.b",
      /^refers to itself$/,
    ],
    [
      "an example that does not fit",
      document({
        "a.b": post({
          schema: { required: ["id"], properties: { n: { type: "number" } } },
          example: { id: 1, n: "1" },
        }),
      }),
      "/webhooks/a.b/post/requestBody/content/application~1json/example/n",
      /number/,
    ],
    [
      "the same webhook twice",
      '{"openapi":"3.1.0","webhooks":{"a.b":{"post":{}},"a.b":{"post":{}}}}',
      "/webhooks/a.b",
      /^is given twice$/,
    ],
    [
      "a document that is nested too deeply",
      document({ "a.b": post({ schema: deep(80) }) }),
      "/webhooks/a.b/post/requestBody/content/application~1json/schema".concat("/items".repeat(57)),
      /^is nested more than 64 deep$/,
    ],
    [
      "more webhooks than a thousand",
      document(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`t${i}`, { post: {} }]))),
      "/webhooks",
      /^may have at most 1000 entries$/,
    ],
  ])("%s", async (_, body, pointer, words) => {
    const before = await counts(node);
    const { errors } = expectProblem(await send(body), 422, "invalid");
    expect({
      pointer,
      errors: errors?.filter((one) => one.pointer === pointer).map(({ detail }) => detail),
      all: errors,
    }).toEqual({
      pointer,
      errors: expect.arrayContaining([expect.stringMatching(words)]),
      all: expect.anything(),
    });
    expect(await counts(node)).toEqual(before);
  });

  test("every fault is told at once", async () => {
    const body = document({
      "not a name": post({}),
      "a.b": { $ref: "x.yaml" },
      "c.d": post({ schema: { type: 5 } }),
      ...good,
    });
    const { errors } = expectProblem(await send(body), 422, "invalid");
    expect(errors?.map(({ pointer }) => pointer.split("/")[2]).sort()).toEqual(
      expect.arrayContaining(["not a name", "a.b", "c.d"]),
    );
  });

  test("a document of 2 MB, in JSON and in YAML", async () => {
    const large = JSON.stringify({ ...document(good), padding: "x".repeat(2_000_000) });
    expectProblem(await send(large), 413, "too_large");
    expectProblem(await yaml(large), 413, "too_large");
  });

  test("HTML, by its type or as what it is not", async () => {
    const page = "<!doctype html><html><body>Not found</body></html>";
    const refused = expectProblem(await send(page, { type: "text/html" }), 415, "unsupported_media_type");
    expect(refused.detail).toMatch(/"application\/yaml"/);
    expectProblem(await send(page), 400, "malformed_json");
    expectProblem(await yaml(page), 422, "invalid");
  });

  test.each<[what: string, text: string, status: number, words: RegExp]>([
    [
      "an anchor",
      "openapi: 3.1.0\ninfo: &info {title: T}\n",
      422,
      /has the anchor &info; anchors and aliases are not taken, line 2/,
    ],
    ["an alias", "a: &a 1\nb: *a\n", 422, /anchor &a.*line 1/],
    ["an alias of nothing", "openapi: 3.1.0\nb: *a\n", 422, /uses the alias \*a; .*line 2/],
    [
      "a key twice",
      "openapi: 3.1.0\nwebhooks:\n  a.b: {post: {}}\n  a.b: {post: {}}\n",
      422,
      /has the key a\.b twice in one place, line 3/,
    ],
    [
      "a number that JSON does not know",
      "openapi: .inf\n",
      422,
      /has the number \.inf, which JSON does not know, line 1/,
    ],
    ["a tag of another language", "openapi: !!python/object:os.system 3.1.0\n", 400, /read as YAML/],
    ["two documents", "a: 1\n---\nb: 2\n", 400, /read as YAML/],
    ["too many levels", "[".repeat(20_000), 400, /read as YAML: it is nested too deeply, line 1/],
    ["no YAML", "a: [1, 2\nb: }", 400, /read as YAML: .*line \d/],
    ["a list", "- a\n", 422, /OpenAPI 3\.1 document/],
    ["nothing", "# empty\n", 422, /OpenAPI 3\.1 document/],
  ])("YAML with %s", async (_, text, status, words) => {
    const before = await counts(node);
    const problem = expectProblem(await yaml(text), status, status === 422 ? "invalid" : "malformed_request");
    expect(problem.detail).toMatch(words);
    expect(await counts(node)).toEqual(before);
  });

  test("YAML that takes too long to read, while the node goes on", async () => {
    const text = `{${Array.from({ length: 100_000 }, (_, i) => `k${i}: [[[[1]]]]`).join(", ")}}`;
    const refused = expect(yamlToJson(text, 50)).rejects.toThrow(
      "The body cannot be read as YAML: it takes more than 0.05 s.",
    );
    expect((await node.call("GET", "/event-types")).status).toBe(200);
    await refused;
  });

  test("schemas that grow out of bounds when their references are written out", async () => {
    const schemas = { Large: { description: "x".repeat(100_000) } };
    const hooks = Array.from({ length: 200 }, (_, i) => [
      `t${i}`,
      post({ schema: { items: { $ref: "#/components/schemas/Large" } } }),
    ]);
    const { errors } = expectProblem(
      await send(document(Object.fromEntries(hooks), { schemas })),
      422,
      "invalid",
    );
    expect(errors).toEqual([
      { pointer: "/webhooks", detail: "is too large with its references written out" },
    ]);
  });

  test("who may not change the catalogue", async () => {
    const key = await makeKey(node, { scopes: ["events:read", "events:write"] });
    expectProblem(
      await node.call("POST", "/event-types/import", { sample: "orki" }, { key }),
      403,
      "forbidden",
    );
  });
});

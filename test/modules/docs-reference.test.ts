import { afterAll, beforeAll, expect, test } from "bun:test";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { type ApiDocument, routesByTag, written } from "../../src/modules/docs/reference/document.ts";
import { bodySchema, curl, exampleBody } from "../../src/modules/docs/reference/example.ts";
import { bodyFields } from "../../src/modules/docs/reference/fields.ts";
import { renderReference } from "../../src/modules/docs/reference/page.ts";
import { limitsOf, typeWords } from "../../src/modules/docs/reference/schema-words.ts";
import { startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
let document: ApiDocument;
let page: string;

const ask = (path: string) => node.app.handle(new Request(`http://localhost${path}`));

beforeAll(async () => {
  node = await startNode({ env: { POSTHORN_BASE_URL: "https://hooks.example/in" } });
  document = written((await node.call<ApiDocument>("GET", "/openapi.json", undefined, { key: null })).body);
  page = await (await ask("/docs")).text();
});
afterAll(() => node.stop());

type Element = { tag: string; attributes: Map<string, string> };

async function elementsOf(markup: string): Promise<Element[]> {
  const found: Element[] = [];
  const rewriter = new HTMLRewriter().on("*", {
    element: ({ tagName, attributes }) => {
      found.push({ tag: tagName, attributes: new Map([...attributes] as [string, string][]) });
    },
  });
  await rewriter.transform(new Response(markup)).text();
  return found;
}

const routes = () => routesByTag(document).flatMap(([, found]) => found);

test("anybody can read the reference, which names every operation once and loads its styles alone", async () => {
  const answer = await ask("/docs");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  const elements = await elementsOf(page);
  expect(elements.filter(({ tag }) => ["script", "img", "style", "iframe"].includes(tag))).toEqual([]);
  expect(elements.filter(({ attributes }) => attributes.has("style") || attributes.has("src"))).toEqual([]);
  expect(elements.filter(({ tag }) => tag === "article")).toHaveLength(routes().length);
  for (const { attributes } of elements.filter(({ tag }) => tag === "link")) {
    const styles = await ask(`/${attributes.get("href")}`);
    expect({ status: styles.status, type: styles.headers.get("content-type") }).toEqual({
      status: 200,
      type: "text/css; charset=utf-8",
    });
  }
});

test("the code of a refusal stands in its table of problems, with status and title", async () => {
  const { body } = await node.call<Record<string, string>>("GET", "/events", undefined, { key: null });
  const cells = [`<code>${body.code}</code>`, String(body.status), body.title];
  const row = page.split("<tr>").find((one) => one.includes(cells[0] ?? "")) ?? "";
  for (const cell of cells) expect(row).toContain(String(cell));
});

test("no id is there twice, and every link within the page leads somewhere", async () => {
  const elements = await elementsOf(page);
  const ids = elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = elements
    .flatMap(({ attributes }) => attributes.get("href") ?? [])
    .filter((href) => href.startsWith("#"));
  expect(targets).toContain("#post-webhooks");
  expect(targets.filter((target) => !ids.includes(target.slice(1)))).toEqual([]);
});

test("with a slash at its end the address leads to the one without, where the styles are found", async () => {
  const answer = await ask("/docs/");
  expect({ status: answer.status, location: answer.headers.get("location") }).toEqual({
    status: 308,
    location: "../docs",
  });
});

test("an operation shows its parameters, its fields with type and limits, its answers and a request", () => {
  const [article = ""] = page.split('<article id="post-webhooks">').slice(1);
  expect(article).toContain("Register a webhook");
  expect(article).toMatch(/<code>event_types<\/code> <span class="must">required<\/span>/);
  expect(article).toContain("1 to 500 entries; no entry twice");
  expect(article).toContain("<strong>201</strong>");
  expect(article).toContain("curl -X POST &quot;$POSTHORN_URL/api/v1/webhooks&quot;");
  expect(page).toContain("export POSTHORN_URL=https://hooks.example/in");
});

test("every example of a body is one that its operation takes", () => {
  const ajv = addFormats.default(new Ajv({ strict: false }));
  // A word of OpenAPI 3.0, which says nothing beside the types of 3.1.
  const plain = (schema: object) =>
    JSON.parse(JSON.stringify(schema, (key, value) => (key === "nullable" ? undefined : value)));
  const refused = routes().flatMap((route) => {
    const schema = bodySchema(route.operation);
    if (schema === undefined || ajv.validate(plain(schema), exampleBody(route))) return [];
    return [`${route.method} ${route.path}: ${JSON.stringify(exampleBody(route))} ${ajv.errorsText()}`];
  });
  expect(refused).toEqual([]);
});

test("an operation for everybody is asked without a key, and a quote in a body stays within the shell's", () => {
  const open = { method: "GET", path: "/a/{id}", operation: { security: [] } };
  expect(curl(open)).toBe('curl "$POSTHORN_URL/a/<id>"');
  const schema = { const: "it's" };
  const operation = { requestBody: { content: { "application/json": { schema } } } };
  expect(curl({ method: "PUT", path: "/a", operation })).toEndWith(`-d '"it'\\''s"'`);
});

test("fields inside of others come after them with their whole path, and each once", () => {
  const inner = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  const fields = bodyFields({
    type: "object",
    properties: { list: { type: "array", items: inner } },
    additionalProperties: { type: "number" },
    anyOf: [{ properties: { list: {}, other: {} } }],
  });
  expect(fields.map(({ path, isRequired }) => [path, isRequired])).toEqual([
    ["list", false],
    ["list[].a", true],
    ["*", false],
    ["other", false],
  ]);
});

test("types and limits are told in words", () => {
  expect(typeWords({ type: ["array", "null"], items: { type: "string" } })).toBe("list of string or null");
  expect(typeWords({ enum: ["a", "b"], type: ["string", "null"] })).toBe('"a", "b" or null');
  expect(typeWords({})).toBe("any JSON");
  expect(limitsOf({ minLength: 0, maxLength: 9, pattern: "^([^\\ud800-\\udfff])*$" })).toEqual([
    "at most 9 characters",
  ]);
  expect(limitsOf({ minimum: 0, maximum: 1, default: 0.5 })).toEqual(["0 to 1", "0.5 unless given"]);
});

test("no text of the document becomes markup", async () => {
  const hostile = `</code><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
  const schema = { type: hostile, properties: { [hostile]: { description: hostile, pattern: hostile } } };
  const operation = {
    ...{ tags: [hostile], summary: hostile, description: hostile },
    parameters: [{ name: hostile, in: hostile, schema }],
    requestBody: { content: { "application/json": { schema } } },
    responses: { [hostile]: { description: hostile, content: { [hostile]: { schema } } } },
  };
  const markup = renderReference(
    {
      info: { title: hostile, version: hostile, description: hostile },
      components: { responses: {} },
      paths: { [hostile]: { post: operation } },
    },
    hostile,
    "docs",
  );
  const elements = await elementsOf(markup);
  expect(elements.filter(({ tag }) => ["script", "img"].includes(tag))).toEqual([]);
  expect(elements.filter(({ attributes }) => attributes.has("onerror"))).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { scopes as known } from "../../src/http/scopes.ts";
import { makeKey } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  items?: Schema | Schema[];
  anyOf?: Schema[];
  const?: unknown;
};
type Operation = {
  requestBody?: { content: object };
  summary?: string;
  description?: string;
  responses?: Record<string, { content?: Record<string, { schema: Schema }> }>;
  security?: Record<string, string[]>[];
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  security: unknown;
  components: { securitySchemes: unknown; responses: NonNullable<Operation["responses"]> };
};

let node: TestNode;
let receiver: Receiver;
let document: Document;

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
  document = (await node.call<Document>("GET", "/openapi.json", undefined, { key: null })).body;
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

test("the document names every route of the API and nothing else", () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.components.securitySchemes).toEqual({
    key: { type: "http", scheme: "bearer" },
    session: { type: "apiKey", in: "cookie", name: "posthorn_session" },
  });
  expect(document.security).toEqual([{ key: [] }, { session: [] }]);
  expect(
    operations()
      .map(({ name }) => name.replace("/api/v1", ""))
      .sort(),
  ).toEqual(
    [
      "POST /events",
      "GET /events",
      "POST /events/batch",
      "GET /events/{id}",
      "GET /events/{id}/deliveries",
      "GET /event-types",
      "GET /event-types/openapi.json",
      "GET /event-types/asyncapi.json",
      "GET /event-types/{name}",
      "PUT /event-types/{name}",
      "DELETE /event-types/{name}",
      "GET /tenants",
      "GET /tenants/{id}",
      "PUT /tenants/{id}",
      "GET /webhooks",
      "POST /webhooks",
      "GET /webhooks/{id}",
      "PATCH /webhooks/{id}",
      "DELETE /webhooks/{id}",
      "GET /webhooks/{id}/secret",
      "POST /webhooks/{id}/secret/rotate",
      "POST /webhooks/filter/try",
      "POST /webhooks/url/try",
      "POST /webhooks/{id}/verify",
      "POST /webhooks/{id}/test",
      "GET /webhooks/{id}/deliveries",
      "GET /deliveries",
      "GET /deliveries/count",
      "GET /deliveries/export",
      "POST /deliveries/cancel",
      "GET /deliveries/{id}",
      "GET /deliveries/{id}/attempts/{number}",
      "POST /deliveries/{id}/retry",
      "POST /deliveries/{id}/cancel",
      "GET /api-keys",
      "POST /api-keys",
      "GET /api-keys/{id}",
      "DELETE /api-keys/{id}",
      "DELETE /jobs/{id}",
      "DELETE /portal/session",
      "DELETE /profiles/{name}",
      "DELETE /settings/{name}",
      "DELETE /tenants/{id}",
      "DELETE /tenants/{id}/portal-sessions",
      "GET /audit-log",
      "GET /audit-log/actions",
      "GET /deliveries/stream",
      "GET /docs/consumer",
      "GET /jobs",
      "GET /jobs/{id}",
      "GET /notifications",
      "GET /notifications/count",
      "GET /notifications/{id}",
      "GET /portal/session",
      "GET /profiles",
      "GET /profiles/{name}",
      "GET /profiles/{name}/preview",
      "GET /settings",
      "GET /settings/{name}",
      "GET /stats",
      "GET /stats/webhooks",
      "GET /webhooks/{id}/stats",
      "POST /deliveries/retry",
      "POST /event-types/import",
      "POST /event-types/prune",
      "POST /events/{id}/replay",
      "POST /portal/session",
      "POST /profiles/preview",
      "POST /profiles/{name}/copy",
      "POST /settings/mail/test",
      "POST /tenants/{id}/portal-sessions",
      "POST /tenants/delete",
      "POST /webhooks/{id}/recover",
      "PUT /profiles/{name}",
      "PUT /settings/{name}",
      "GET /system",
      "POST /system/backup",
      "GET /setup",
      "POST /setup",
      "POST /session",
      "GET /session",
      "DELETE /session",
      "POST /session/password",
      "GET /sessions",
      "DELETE /sessions",
      "GET /users",
      "POST /users",
      "GET /users/{id}",
      "PATCH /users/{id}",
      "DELETE /users/{id}",
    ].sort(),
  );
});

test("every route has a summary and says what it answers, faults among it", () => {
  for (const { name, operation } of operations()) {
    expect({ name, summary: operation.summary }).toEqual({ name, summary: expect.stringMatching(/\w{3}/) });
    const { default: problem, ...answers } = operation.responses ?? {};
    expect({ name, answers: Object.keys(answers).length }).not.toEqual({ name, answers: 0 });
    expect({ name, problem }).toEqual({ name, problem: { $ref: "#/components/responses/Problem" } as never });
  }
});

/** Whoever asks these has nothing yet to show who they are. */
const open = ["POST /portal/session", "POST /session", "POST /setup", "GET /setup"];

test("every route says which scope it needs, the one that it really asks for", async () => {
  for (const { name, operation } of operations()) {
    const { security, description = "" } = operation;
    const [method = "", path = ""] = name.replace("/api/v1", "").split(" ");
    if (open.includes(`${method} ${path}`)) {
      expect({ name, security }).toEqual({ name, security: [] });
      continue;
    }
    const needed = (security ?? []).flatMap(({ key = [] }) => key);
    expect({ name, security }).toEqual({
      name,
      security: [...needed.map((scope) => ({ key: [scope] })), { session: [] }],
    });
    for (const scope of needed) expect(description).toContain(`\`${scope}\``);
    const scopes = known.filter((scope) => ![...needed, "admin"].includes(scope));
    const key = await makeKey(node, { scopes });
    const refused = await node.call(method, path.replace(/\{\w+\}/g, "x"), undefined, { key });
    const asked = `This needs a key with the scope ${needed.join(" or ")}.`;
    expect({ name, status: refused.status, detail: refused.body.detail }).toEqual({
      name,
      status: 403,
      detail: needed.length > 0 ? asked : "This is for people who have signed in.",
    });
  }
});

test("every body is documented as JSON, and routes that answer JSON say of what shape", () => {
  const bodies = operations().filter(({ operation }) => operation.requestBody);
  expect(bodies.map(({ name }) => name).length).toBe(30);
  for (const { operation } of bodies)
    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(["application/json"]);
});

test("whole numbers are documented as such, not as texts", () => {
  const { body } = { body: JSON.stringify(document) };
  expect(body).not.toContain('"format":"integer"');
  expect(body).not.toContain('"format":"numeric"');
});

test("what is really answered is what the document says, field by field", async () => {
  const { id: webhook } = await registerWebhook(node, receiver.url, { channels: ["c"] });
  const { id: event } = await publish(node, { channel: "c", actor: "a" });
  await publish(node, { tenant: "nobody" });
  const [delivery] = await waitFor(async () => {
    const { body } = await node.call<{ data: { id: string }[] }>("GET", "/deliveries?status=success");
    return body.data.length > 0 ? body.data.map(({ id }) => id) : null;
  });
  const key = (await node.call<{ id: string }>("POST", "/api-keys", { name: "a", scopes: ["admin"] })).body
    .id;
  const asked: [method: string, path: string, route: string, body?: unknown][] = [
    ["POST", "/events", "/events", { type: "a.b", data: null }],
    ["POST", "/webhooks/url/try", "/webhooks/url/try", { url: "https://example.com" }],
    ["POST", "/events/batch", "/events/batch", { events: [{ type: "a.b", data: 1 }, 5] }],
    ["GET", "/events", "/events"],
    ["GET", `/events/${event}`, "/events/{id}"],
    ["GET", `/events/${event}/deliveries`, "/events/{id}/deliveries"],
    ["PUT", "/event-types/a.b", "/event-types/{name}", { description: "d", example: [1] }],
    ["GET", "/event-types/a.b", "/event-types/{name}"],
    ["GET", "/event-types", "/event-types"],
    ["PUT", "/tenants/t", "/tenants/{id}", { name: "T", notify: { emails: ["a@example.com"] } }],
    ["GET", "/tenants/t", "/tenants/{id}"],
    ["GET", "/tenants", "/tenants"],
    [
      "POST",
      "/webhooks",
      "/webhooks",
      { url: receiver.url, event_types: ["x"], headers: { "X-A": "b" }, rate_limit: 1.5 },
    ],
    ["GET", "/webhooks", "/webhooks"],
    ["GET", `/webhooks/${webhook}`, "/webhooks/{id}"],
    ["PATCH", `/webhooks/${webhook}`, "/webhooks/{id}", { description: "d" }],
    ["GET", `/webhooks/${webhook}/secret`, "/webhooks/{id}/secret"],
    ["POST", `/webhooks/${webhook}/secret/rotate`, "/webhooks/{id}/secret/rotate"],
    ["POST", `/webhooks/${webhook}/test`, "/webhooks/{id}/test"],
    ["GET", `/webhooks/${webhook}/deliveries`, "/webhooks/{id}/deliveries"],
    ["GET", "/deliveries", "/deliveries"],
    ["GET", `/deliveries/${delivery}`, "/deliveries/{id}"],
    ["POST", `/deliveries/${delivery}/retry`, "/deliveries/{id}/retry"],
    ["GET", "/api-keys", "/api-keys"],
    ["GET", `/api-keys/${key}`, "/api-keys/{id}"],
    ["GET", "/system", "/system"],
  ];
  for (const [method, path, route, body] of asked) {
    const answer = await node.call(method, path, body);
    const operation = document.paths[`/api/v1${route}`]?.[method.toLowerCase()];
    const schema = operation?.responses?.[answer.status]?.content?.["application/json"]?.schema;
    expect({ route, status: answer.status, documented: schema !== undefined }).toEqual({
      route,
      status: answer.status,
      documented: true,
    });
    if (schema)
      expect({ method, route, misfits: misfits(schema, answer.body, "") }).toEqual({
        method,
        route,
        misfits: [],
      });
  }
  const problem = document.components.responses.Problem?.content?.["application/problem+json"]?.schema;
  const refused = await node.call("POST", "/events", {});
  expect(problem ? misfits(problem, refused.body, "") : ["not documented"]).toEqual([]);
});

/** Where a value is not what its schema says: the parts of JSON Schema that the document uses, and undocumented fields. */
function misfits(schema: Schema, value: unknown, at: string): string[] {
  if (schema.anyOf) {
    const variants = schema.anyOf.map((one) => misfits(one, value, at));
    return variants.some((one) => one.length === 0)
      ? []
      : (variants.sort((a, b) => a.length - b.length)[0] ?? []);
  }
  if (schema.const !== undefined) return schema.const === value ? [] : [`${at} is not ${schema.const}`];
  if (schema.type === undefined) return [];
  const types = [schema.type].flat();
  const type = typeOf(value);
  if (!types.includes(type) && !(type === "integer" && types.includes("number")))
    return [`${at} is ${type}, not ${types}`];
  if (type === "object") return misfitsOfObject(schema, value as object, at);
  const { items = {} } = schema;
  const list = Array.isArray(value) ? value : [];
  return list.flatMap((one, i) =>
    misfits(Array.isArray(items) ? (items[i] ?? {}) : items, one, `${at}/${i}`),
  );
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function misfitsOfObject(
  { properties = {}, required = [], additionalProperties, patternProperties }: Schema,
  value: object,
  at: string,
) {
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}/${name} is missing`);
  const [rest] = Object.values(patternProperties ?? {});
  const other = rest ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  const found = Object.entries(value).flatMap(([name, part]) => {
    const schema = properties[name] ?? other;
    if (schema) return misfits(schema, part, `${at}/${name}`);
    return additionalProperties === true ? [] : [`${at}/${name} is not documented`];
  });
  return [...missing, ...found];
}

/** The catalogue's documents say what really arrives, for every contract. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import asyncApi from "@asyncapi/specs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

type Json = Record<string, unknown>;
type Media = { schema: Json; example?: unknown };
type Operation = {
  parameters?: { name: string; required: boolean }[];
  requestBody: { content: Record<string, Media> };
};
type Document = { components: { schemas: Json }; webhooks: Record<string, { post: Operation }> };

let node: TestNode;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver(({ method, path, headers }) => ({
    body: method === "GET" ? (new URL(path, "http://receiver").searchParams.get("hub.challenge") ?? "") : "",
    headers: headers["webhook-request-origin"] ? { "WebHook-Allowed-Origin": "*" } : {},
  }));
  node = await startNode();
  const schema = {
    type: "object",
    required: ["total"],
    properties: { total: { type: "number" }, lines: { $ref: "#/$defs/lines" } },
    $defs: { lines: { type: "array", items: { type: "string" } } },
  };
  const example = { total: 12.5, lines: ["a"] };
  const put = (name: string, body: object) => node.call("PUT", `/event-types/${name}`, body);
  expect(
    (await put("order.created", { description: "An order.", group: "Orders", schema, example })).status,
  ).toBe(200);
  expect((await put("order-created", { description: "", schema: true, deprecated: true })).status).toBe(200);
  expect((await put("plain", { description: "" })).status).toBe(200);
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const get = async <T>(format: "openapi" | "asyncapi", query: string) =>
  (await node.call<T>("GET", `/event-types/${format}.json?${query}`)).body;

describe.each([...builtinProfiles.keys()])("for the contract %s", (profile) => {
  test("the OpenAPI document is valid, and importing it changes nothing", async () => {
    const document = await get<Document>("openapi", `profile=${profile}`);
    expect(await new Validator().validate(structuredClone(document) as never)).toMatchObject({ valid: true });
    const imported = await node.call("POST", "/event-types/import", JSON.stringify(document));
    expect(imported.body).toMatchObject({ created: [], updated: [] });
  });

  test("the AsyncAPI document is valid", async () => {
    const document = await get<Json>("asyncapi", `profile=${profile}`);
    const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
    addFormats(ajv);
    const schema = (asyncApi as { schemasWithoutId: Record<string, object> }).schemasWithoutId["3.0.0"] ?? {};
    expect({ valid: ajv.validate(schema, document), errors: ajv.errors }).toEqual({
      valid: true,
      errors: null,
    });
    expect(Object.keys(document.operations as Json)).toEqual([
      "sendOrderCreated",
      "sendOrderCreated2",
      "sendPlain",
    ]);
  });

  test("what arrives has the headers and the body that it describes", async () => {
    const tenant = `t-${profile}`;
    const secret = ["orki"].includes(profile) ? { secret: "a-verify-token" } : {};
    await registerWebhook(node, receiver.url, { tenant, profile, ...secret });
    const before = receiver.requests.length;
    await publish(node, { tenant, type: "order.created", data: { total: 1.5 }, channel: "c", actor: "a" });
    await node.dispatcher.sweep(node.clock.now());
    await receiver.waitFor(before + 1);
    const arrived = receiver.requests.at(-1);
    const { components, webhooks } = await get<Document>("openapi", `profile=${profile}`);
    const { post } = webhooks["order.created"] ?? {};
    const { parameters = [], requestBody } = post ?? { requestBody: { content: {} } };
    for (const { name, required } of parameters)
      if (required) expect(Object.keys(arrived?.headers ?? {})).toContain(name.toLowerCase());
    const [[type, media] = []] = Object.entries(requestBody.content);
    expect(arrived?.headers["content-type"]).toBe(type as string);
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    const check = ajv.compile({ ...media?.schema, components });
    expect({ valid: check(JSON.parse(arrived?.text ?? "")), errors: check.errors }).toEqual({
      valid: true,
      errors: null,
    });
    expect({ valid: check(media?.example), errors: check.errors }).toEqual({ valid: true, errors: null });
  });
});

test("without a name it is the tenant's own contract, and a tenant's key gets no other's", async () => {
  await node.call("PUT", "/tenants/shop", { name: "Shop", profile: "orisha" });
  const own = await get<Document>("openapi", "tenant=shop");
  expect(own.webhooks["order.created"]?.post.parameters?.map(({ name }) => name)).toContain(
    "X-Administration-Code",
  );
  const key = await makeKey(node, { scopes: ["events:read"], tenant: "shop" });
  const ask = (query: string) => node.call("GET", `/event-types/openapi.json?${query}`, undefined, { key });
  expect((await ask("")).body).toEqual(own as never);
  expectProblem(await ask("tenant=default"), 403, "forbidden");
  expectProblem(await node.call("GET", "/event-types/asyncapi.json?profile=none"), 404, "not_found");
  expectProblem(await node.call("GET", "/event-types/openapi.json?tenant=none"), 404, "not_found");
});

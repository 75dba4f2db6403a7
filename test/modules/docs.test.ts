import { afterAll, beforeAll, expect, test } from "bun:test";
import { expectProblem, makeKey } from "../support/api.ts";
import { registerWebhook } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";
import { startReceiver } from "../support/receiver.ts";

type Docs = {
  title: string;
  tenant: string;
  profile: { name: string };
  events: {
    name: string;
    schema: unknown;
    payload: { headers: { name: string; value: string }[]; body: string };
  }[];
};

const EXAMPLE = '{"total":1.50,"number":12345678901234567890}';

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  const declared = `{"description":"An order.","schema":{"type":"object"},"example":${EXAMPLE}}`;
  await node.call("PUT", "/event-types/order.created", declared);
  await node.call("PUT", "/tenants/acme", { name: "Acme", profile: "orisha" });
});
afterAll(() => node.stop());

const docs = async (query = "", key?: string) =>
  (await node.call<Docs>("GET", `/docs/consumer${query}`, undefined, key === undefined ? {} : { key })).body;

const page = (path: string, accept: string) => {
  const headers = { authorization: `Bearer ${ROOT_KEY}`, accept };
  return node.app.handle(new Request(`http://localhost${path}`, { headers }));
};

test("a tenant's documentation is of its own profile, else of standard, else of the one that is named", async () => {
  expect(await docs()).toMatchObject({
    title: "Posthorn webhooks",
    tenant: "default",
    profile: { name: "standard" },
  });
  expect(await docs("?tenant=acme")).toMatchObject({ tenant: "acme", profile: { name: "orisha" } });
  expect(await docs("?tenant=acme&profile=stripe")).toMatchObject({ profile: { name: "stripe" } });
  for (const query of ["?tenant=nobody", "?profile=nothing"])
    expectProblem(await node.call("GET", `/docs/consumer${query}`), 404, "not_found");
});

test("a key that is bound to a tenant gets its own tenant's and no other's", async () => {
  const key = await makeKey(node, { scopes: ["events:read"], tenant: "acme" });
  expect(await docs("", key)).toMatchObject({ tenant: "acme", profile: { name: "orisha" } });
  expectProblem(
    await node.call("GET", "/docs/consumer?tenant=default", undefined, { key }),
    403,
    "forbidden",
  );
  const webhooks = await makeKey(node, { scopes: ["webhooks:read"] });
  expect(await docs("", webhooks)).toMatchObject({ tenant: "default" });
  const other = await makeKey(node, { scopes: ["events:write"] });
  expectProblem(await node.call("GET", "/docs/consumer", undefined, { key: other }), 403, "forbidden");
  expectProblem(await node.call("GET", "/docs/consumer", undefined, { key: null }), 401, "unauthorized");
});

test("an event's example is shown as the receiver gets it, byte for byte", async () => {
  await using receiver = await startReceiver();
  await registerWebhook(node, receiver.url, { event_types: ["order.created"] });
  const [shown] = (await docs()).events;
  const { id, created } = JSON.parse(shown?.payload.body ?? "");
  const event = `{"id":"${id}","type":"order.created","created":"${created}","data":${EXAMPLE}}`;
  await node.call("POST", "/events", event);
  const [request] = await receiver.waitFor(1);
  expect(request?.text).toBe(shown?.payload.body ?? "");
  const names = shown?.payload.headers.map(({ name }) => name) ?? [];
  expect(request?.rawHeaders.map(([name]) => name)).toEqual(expect.arrayContaining(names));
});

test("a browser gets a page, anybody else data, and format decides over both", async () => {
  const typeOf = async (path: string, accept: string) =>
    (await page(path, accept)).headers.get("content-type");
  const path = "/api/v1/docs/consumer";
  expect(await typeOf(path, "text/html,application/xhtml+xml,*/*;q=0.8")).toBe("text/html; charset=utf-8");
  expect(await typeOf(path, "*/*")).toStartWith("application/json");
  expect(await typeOf(`${path}?format=json`, "text/html")).toStartWith("application/json");
  expect(await typeOf(`${path}?format=html`, "*/*")).toBe("text/html; charset=utf-8");
  expectProblem(await node.call("GET", "/docs/consumer?format=pdf"), 422, "invalid");
});

test("the page is sent with the same guards as every page, and its styles are where it says", async () => {
  const response = await page("/api/v1/docs/consumer", "text/html");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  const href = /<link rel="stylesheet" href="([^"]+)">/.exec(await response.text())?.[1] ?? "";
  const styles = await page(new URL(href, "http://localhost/api/v1/docs/consumer").pathname, "text/css");
  expect(styles.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect(await styles.text()).toContain("--accent:");
});

test("the public page is not there until the operator makes it public", async () => {
  await using node = await startNode();
  const open = () => node.app.handle(new Request("http://localhost/docs/consumer?profile=orki"));
  const closed = await open();
  expect([closed.status, closed.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  const values = { public_documentation: true, product_name: "Acme <Commerce>" };
  for (const [name, value] of Object.entries(values))
    await node.store.write([
      {
        sql: "INSERT INTO settings (name, value, updated_at, updated_by) VALUES (?, ?, 0, 'test')",
        args: [name, JSON.stringify(value)],
      },
    ]);
  await node.deps.settings.load();
  const response = await open();
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).toContain("<h1>Acme &lt;Commerce&gt; webhooks</h1>");
  expect(text).toContain("hub.challenge");
  expect(text).toContain('href="consumer.css"');
  const named = await node.app.handle(new Request("http://localhost/docs/consumer?tenant=default"));
  expect(named.status).toBe(422);
});

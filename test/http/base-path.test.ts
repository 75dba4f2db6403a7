import { afterAll, beforeAll, expect, test } from "bun:test";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

let node: TestNode;

beforeAll(async () => {
  node = await startNode({ env: { POSTHORN_BASE_URL: "https://shop.example/hooks" } });
});
afterAll(() => node.stop());

const ask = (path: string, init: RequestInit = {}) =>
  node.app.handle(
    new Request(`http://localhost${path}`, {
      ...init,
      headers: { authorization: `Bearer ${ROOT_KEY}`, "content-type": "application/json" },
    }),
  );

test.each(["", "/hooks"])(
  "with '%s' before it a request is answered, whether the proxy leaves the base path or not",
  async (base) => {
    expect((await ask(`${base}/healthz`)).status).toBe(200);
    const body = JSON.stringify({
      url: "https://example.com/a",
      event_types: ["*"],
      tenant: `base${base.slice(1)}`,
    });
    expect((await ask(`${base}/api/v1/webhooks`, { method: "POST", body })).status).toBe(201);
    const listed = await ask(`${base}/api/v1/webhooks?tenant=base${base.slice(1)}`);
    expect(((await listed.json()) as { data: unknown[] }).data).toHaveLength(1);
    expect((await ask(`${base}/api/v1/nothing`)).status).toBe(404);
  },
);

test("without a key it is refused there as well", async () => {
  const answer = await node.app.handle(new Request("http://localhost/hooks/api/v1/events"));
  expect(answer.status).toBe(401);
});

test("the base path without a slash leads to the page, whose addresses are relative", async () => {
  const answer = await ask("/hooks");
  expect([answer.status, answer.headers.get("location")]).toEqual([308, "/hooks/"]);
});

test("the base path is taken away once, and what is left names no other host", async () => {
  expect((await ask("/hooks/hooks/healthz")).status).toBe(404);
  expect((await ask("/hooks".repeat(2000))).status).toBe(404);
  expect((await ask("/hooks//healthz/healthz")).status).toBe(404);
});

test("a path that only begins alike is none of ours", async () => {
  expect((await ask("/hooksy/healthz")).status).toBe(404);
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createSender } from "../../src/egress/send.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { portalHeaders } from "../support/portal.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let delivery: string;
let webhook: string;
const sender = createSender({
  policy: { allow: [], deny: [], own: [] },
  resolve: async () => [{ address: "10.1.2.3", family: 4 }],
});

beforeAll(async () => {
  node = await startNode({ sender, env: { POSTHORN_EGRESS_ALLOW: "127.0.0.0/8" } });
  ({ id: webhook } = await registerWebhook(node, "https://hooks.example.com/", { tenant: "shop" }));
  await publish(node, { tenant: "shop", id: "inward", type: "order.created" });
  delivery = await waitFor(async () => {
    const { body } = await node.call<{ data: { id: string; attempt_count: number }[] }>("GET", "/deliveries");
    return body.data.find(({ attempt_count: made }) => made > 0)?.id;
  });
});
afterAll(async () => {
  await node.stop();
  await sender.close();
});

const REFUSED =
  "hooks.example.com resolves to 10.1.2.3; 10.1.2.3 is a private address (10.0.0.0/8), which webhooks may not reach here.";

describe("an attempt that was refused for its address", () => {
  const routes = (): [string, string, object?][] => [
    ["GET", `/deliveries/${delivery}`],
    ["GET", "/events/inward/deliveries?tenant=shop"],
    ["POST", `/webhooks/${webhook}/test`, {}],
    ["POST", `/deliveries/${delivery}/retry`],
  ];

  test("tells operators the line that opens it, wherever it is shown", async () => {
    for (const [method, path, body] of routes()) {
      const told = JSON.stringify((await node.call(method, path, body)).body);
      expect(told).toContain(REFUSED);
      expect(told).toContain('"remedy":"POSTHORN_EGRESS_ALLOW=127.0.0.0/8,10.1.2.3/32"');
    }
  });

  test("tells the tenant's own people why, and no setting: neither on the portal nor by a key of theirs", async () => {
    const headers = await portalHeaders(node, "shop");
    const scopes = ["events:read", "deliveries:read", "deliveries:write", "webhooks:write"];
    const { body: made } = await node.call<{ key: string }>("POST", "/api-keys", {
      ...{ name: "shop", tenant: "shop", scopes },
    });
    for (const viewer of [{ key: null, headers }, { key: made.key }])
      for (const [method, path, body] of routes()) {
        const told = JSON.stringify((await node.call(method, path, body, viewer)).body);
        expect(told).toContain(REFUSED);
        expect(told).not.toMatch(/remedy|POSTHORN_/);
      }
  });
});

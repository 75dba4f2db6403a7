/** Every example of a body that the API's document shows is one that a running instance takes. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { makeUser } from "../support/users.ts";

type Operation = {
  operationId: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
};

let node: TestNode;
let receiver: Receiver;
let shown: { method: string; path: string; id: string; example: unknown }[];
const named: Record<string, string> = { name: "mine" };

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
  const { body } = await node.call<{ paths: Record<string, Record<string, Operation>> }>(
    "GET",
    "/openapi.json",
  );
  shown = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId, requestBody }]) =>
      requestBody
        ? [
            {
              method: method.toUpperCase(),
              path: path.replace("/api/v1", ""),
              id: operationId,
              example: Object.values(requestBody.content)[0]?.example,
            },
          ]
        : [],
    ),
  );
  named.webhook = (await registerWebhook(node, receiver.url)).id;
  named.event = (await publish(node, { id: "an-event" })).id;
  await node.call("POST", "/profiles/orki/copy", { name: "mine" });
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

/** What no example can know is answered so: a password, a one-time token. */
const unknowable: Record<string, [status: number, code: string]> = {
  signIn: [401, "wrong_credentials"],
  createFirstUser: [401, "setup_link_spent"],
  openPortal: [401, "portal_link_spent"],
  changePassword: [403, "forbidden"],
  deleteUnaddressableTenant: [404, "not_found"],
};

const ids: Record<string, () => string | undefined> = {
  webhooks: () => named.webhook,
  events: () => named.event,
  tenants: () => "default",
  profiles: () => named.name,
  settings: () => "product_name",
  "event-types": () => "order.created",
  users: () => named.user,
};

test("each of them", async () => {
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter(({ example }) => example === undefined)).toEqual([]);
  const refused: unknown[] = [];
  for (const { method, path, id, example } of shown) {
    if (id === "updateUser") named.user = (await makeUser(node, "one@example.com")).id;
    const [, kind = ""] = path.split("/");
    const route = path.replace(/\{\w+\}/, () => ids[kind]?.() ?? "missing");
    const { status, body } = await node.call<{ code?: string }>(method, route, example);
    const [expected, code] = unknowable[id] ?? [status < 300 ? status : 200, body.code];
    if (status !== expected || body.code !== code) refused.push({ id, example, status, body });
  }
  expect(refused).toEqual([]);
});

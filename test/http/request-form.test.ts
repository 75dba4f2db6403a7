import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "node:net";
import { expectProblem } from "../support/api.ts";
import { startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
let server: Bun.Server<undefined>;
beforeAll(async () => {
  node = await startNode();
  server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => node.app.handle(request) });
});
afterAll(async () => {
  await server.stop(true);
  await node.stop();
});

/** The response to these bytes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let response = "";
    const socket = connect(server.port ?? 0, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      response += chunk;
    });
    socket.on("end", () => resolve(response));
    socket.on("error", reject);
  });
}

test.each(["one.test", "two.test"])("two Host headers are refused, the second being %s", async (second) => {
  const response = await raw(
    `GET /healthz HTTP/1.1\r\nHost: one.test\r\nHost: ${second}\r\nConnection: close\r\n\r\n`,
  );
  expect(response).toStartWith("HTTP/1.1 400 ");
  expect(response).toContain('"code":"malformed_request"');
});

test("a name that stands in the query more than once is refused with a pointer", async () => {
  const answer = await node.call("GET", "/deliveries?status=failed&limit=5&status=pending&limit=5&tenant=a");
  expect(expectProblem(answer, 422, "invalid").errors).toEqual([
    { pointer: "/query/status", detail: "is given more than once" },
    { pointer: "/query/limit", detail: "is given more than once" },
  ]);
  expect((await node.call("GET", "/deliveries?status=failed&limit=5")).status).toBe(200);
});

test.each([
  "/",
  "/healthz",
  "/docs",
  "/docs/consumer",
  "/api/v1/openapi.json",
  "/api/v1/events",
  "/no-such-page",
])("no other site reads or opens %s as its own", async (path) => {
  const { headers } = await fetch(new URL(path, server.url));
  expect(
    ["x-content-type-options", "cross-origin-opener-policy", "cross-origin-resource-policy"].map((name) =>
      headers.get(name),
    ),
  ).toEqual([...["nosniff", "same-origin", "same-origin"]]);
});

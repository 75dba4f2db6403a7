import { expect, test } from "bun:test";
import { connect } from "node:net";
import { ROOT_KEY, startNode } from "../support/node.ts";
import { waitFor } from "../support/wait-for.ts";

const TOKEN = "metrics-token-of-the-test";

test.each([
  ["a length", "Content-Length: 1000\r\n\r\n{"],
  ["chunks", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"],
])("a client that leaves amid a body of %s is counted, and no error", async (_, begun) => {
  await using node = await startNode({ env: { POSTHORN_METRICS_TOKEN: TOKEN } });
  const { app, lines } = node;
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => app.handle(request) });
  const head = `POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${ROOT_KEY}\r\nContent-Type: application/json\r\n`;
  const socket = connect(server.port ?? 0, "127.0.0.1", () => socket.write(head + begun));
  await waitFor(() => server.pendingRequests === 1);
  socket.destroy();
  const headers = { authorization: `Bearer ${TOKEN}` };
  const metrics = async () => (await app.handle(new Request("http://localhost/metrics", { headers }))).text();
  await waitFor(async () => (await metrics()).includes("posthorn_requests_abandoned_total 1"));
  await server.stop(true);
  expect(lines.join("")).toContain("a client left amid its request");
  expect(lines.filter((line) => line.includes('"level":"error"') || line.includes('"stack"'))).toEqual([]);
});

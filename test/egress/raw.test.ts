import { expect, test } from "bun:test";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { parseCidrList } from "../../src/egress/addresses.ts";
import { rawRequest } from "../../src/egress/raw.ts";
import { createSender } from "../../src/egress/send.ts";

/** A receiver that keeps every byte of the first request it gets. */
async function captured(run: (url: string) => Promise<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).includes("{}END")) socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  return Buffer.concat(chunks).toString("utf8");
}

test("the raw request that is shown is what the sender writes to the connection, byte for byte", async () => {
  const sender = createSender({ policy: { allow: parseCidrList("127.0.0.0/8").cidrs, deny: [], own: [] } });
  const request = {
    method: "POST" as const,
    headers: [
      ["Content-Type", "application/json; charset=utf-8"],
      ["X-Event-Id", "evt_1"],
      ["Accept-Encoding", "gzip"],
      ["x-lower", "a value"],
    ] as [string, string][],
    body: '{"name":"Zoë 🐝"}{}END',
  };
  let url = "";
  const bytes = await captured(async (base) => {
    url = `${base}/hooks/%c3%a9?store=7&name=ü`;
    await sender.send({ ...request, url, timeoutMs: 5000, requireHttps: false });
  });
  await sender.close();
  expect(bytes).toBe(rawRequest({ ...request, url }));
  expect(bytes).toContain("POST /hooks/%c3%a9?store=7&name=%C3%BC HTTP/1.1\r\n");
});

import { expect, test } from "bun:test";
import { createApp } from "../../src/app.ts";
import type { ManualClock } from "../support/clock.ts";
import { startNode } from "../support/node.ts";

test("one customer's many IPv6 addresses hold no more bodies than one address, so that others still sign in", async () => {
  await using node = await startNode();
  const clientAddress = ({ headers }: Request) => headers.get("x-test-address");
  const app = createApp({ ...node.deps, clientAddress, pages: new Map(), checkResponses: true });
  const status = async (address: string, body: BodyInit) => {
    const headers = { "content-type": "application/json", "x-test-address": address };
    const request = new Request("http://localhost/api/v1/session", { method: "POST", headers, body });
    return (await app.handle(request)).status;
  };
  const nobody = JSON.stringify({ email: "nobody@example.com", password: "wrong password" });
  const slow = () => new ReadableStream({ pull: () => new Promise(() => undefined) });

  const held = Array.from({ length: 16 }, (_, host) => status(`2001:db8:1:1::${host.toString(16)}`, slow()));
  await Promise.resolve();
  expect(await status("2001:db8:1:1:ffff::1", nobody)).toBe(429);
  expect(await status("2001:db8:1:2::1", nobody)).toBe(401);
  (node.clock as ManualClock).advance(10_000);
  expect(await Promise.all(held)).toEqual(Array(16).fill(400));
});

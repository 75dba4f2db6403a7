import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config.ts";
import { createLogger } from "../../src/log.ts";
import { type RunningServer, startServer } from "../../src/server.ts";

const KEY = "proxy-test-key-0123456789abcdef";

let dir: string;
const servers: RunningServer[] = [];

/** A whole server that trusts `proxies`. */
async function serve(proxies: string, more: Record<string, string> = {}): Promise<RunningServer> {
  const own = {
    POSTHORN_LISTEN: "127.0.0.1:0",
    POSTHORN_API_KEY: KEY,
    POSTHORN_TRUSTED_PROXIES: proxies,
    ...more,
  };
  const loaded = loadConfig(
    { ...own, POSTHORN_DATA_DIR: join(dir, String(servers.length)) },
    { local: true },
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const log = createLogger({ level: "error", format: "json", write: () => undefined });
  const { config, sources } = loaded;
  const server = await startServer({ config, sources, log, clock: systemClock, version: "0.0.0-test" });
  servers.push(server);
  return server;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "posthorn-proxy-"));
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await rm(dir, { recursive: true });
});

/** The address that the audit log has of a change that came with these headers. */
async function addressOf({ url }: RunningServer, forwarded: [string, string][]): Promise<string | null> {
  const headers = new Headers([
    ["authorization", `Bearer ${KEY}`],
    ["content-type", "application/json"],
    ...forwarded,
  ]);
  const init = { method: "PUT", headers, body: JSON.stringify({ name: "Shop" }) };
  expect((await fetch(`${url}/api/v1/tenants/shop`, init)).status).toBe(200);
  const log = await fetch(`${url}/api/v1/audit-log?limit=1`, { headers });
  return ((await log.json()) as { data: { address: string }[] }).data[0]?.address ?? null;
}

test("the audit log has the client's address behind a trusted proxy, and else that of the connection", async () => {
  const [trusting, careful] = [await serve("127.0.0.0/8,10.0.0.0/8"), await serve("")];
  const forwarded: [string, string][] = [["x-forwarded-for", "1.1.1.1, 198.51.100.7, 10.0.0.2"]];
  expect(await addressOf(trusting, forwarded)).toBe("198.51.100.7");
  expect(await addressOf(trusting, [])).toBe("127.0.0.1");
  expect(await addressOf(careful, forwarded)).toBe("127.0.0.1");
});

test("under a base path that the proxy leaves in place each visitor has an own count of tries and an address", async () => {
  const { url } = await serve("127.0.0.0/8", { POSTHORN_BASE_URL: "https://shop.example/hooks" });
  const from = (address: string) => ({ "content-type": "application/json", "x-forwarded-for": address });
  const post = async (path: string, body: object, address: string) =>
    (
      await fetch(`${url}/hooks/api/v1${path}`, {
        method: "POST",
        headers: from(address),
        body: JSON.stringify(body),
      })
    ).status;
  const open = (address: string) => post("/portal/session", { token: "none" }, address);
  for (let n = 0; n < 30; n++) await open("198.51.100.7");
  expect([await open("198.51.100.7"), await open("198.51.100.8")]).toEqual([429, 401]);
  const guess = (n: number, address: string) =>
    post("/session", { email: `nobody${n}@example.com`, password: "not-the-password" }, address);
  for (let n = 0; n < 10; n++) await guess(n, "198.51.100.7");
  expect([await guess(10, "198.51.100.7"), await guess(11, "198.51.100.8")]).toEqual([429, 401]);
  const log = await fetch(`${url}/api/v1/audit-log?limit=1`, { headers: { authorization: `Bearer ${KEY}` } });
  expect(await log.json()).toMatchObject({ data: [{ address: "198.51.100.8" }] });
});

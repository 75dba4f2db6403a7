import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config.ts";
import { createLogger } from "../../src/log.ts";
import { startServer } from "../../src/server.ts";
import { freeListeningAddress } from "./free-address.ts";
import type { Answer } from "./node.ts";

const KEY = "browser-test-key-0123456789abcdef";

/** The owner that every site begins with. */
export const OWNER = { email: "ops@example.com", name: "Olivia Ops", password: "a good long password" };

export type Site = Awaited<ReturnType<typeof startSite>>;

/** A whole server with its page, on a free port, in a folder of its own; it may send to this machine. */
export async function startSite(env: Record<string, string> = {}, clock = systemClock) {
  const dir = await mkdtemp(join(tmpdir(), "posthorn-site-"));
  const boot = (listen: string) =>
    bootServer({ POSTHORN_DATA_DIR: dir, POSTHORN_LISTEN: listen, ...env }, clock);
  let server = await boot(await freeListeningAddress());

  /** Asks the API with the root key: `call("POST", "/events", {...})`. Throws when it is refused. */
  async function call<T = Record<string, unknown>>(method: string, route: string, body?: unknown) {
    const response = await fetch(`${server.url}/api/v1${route}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return {
      status: response.status,
      headers: response.headers,
      body: (text && JSON.parse(text)) as T,
    } satisfies Answer<T>;
  }

  let session: Promise<string> | undefined;
  /** The cookie of one session of the owner's, `name=value`; the same each time, for sign-ins are limited. */
  const ownerCookie = () => {
    session ??= signInOwner(server.url);
    return session;
  };

  const { url } = server;

  /** Stops it, and starts it again at the same address with the same data; `meanwhile` is while it is away. */
  async function restart(meanwhile: () => Promise<void>): Promise<void> {
    await server.stop();
    await meanwhile();
    server = await boot(new URL(url).host);
  }

  async function stop(): Promise<void> {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }

  return { url, dir, call, ownerCookie, restart, stop, [Symbol.asyncDispose]: stop };
}

function bootServer(env: Record<string, string>, clock: Clock) {
  const loaded = loadConfig(
    {
      POSTHORN_API_KEY: KEY,
      POSTHORN_EGRESS_ALLOW: "127.0.0.0/8",
      POSTHORN_ALLOW_HTTP: "true",
      POSTHORN_ADMIN_EMAIL: OWNER.email,
      POSTHORN_ADMIN_PASSWORD: OWNER.password,
      ...env,
    },
    { local: true },
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { config, sources } = loaded;
  const log = createLogger({ level: "error", format: "json", write: () => undefined });
  return startServer({ config, sources, log, clock, version: "0.0.0-test" });
}

/** Signs the owner, or somebody else, in and answers the session's cookie, `name=value`. Throws when that is refused. */
export async function signInOwner(url: string, { email, password } = OWNER): Promise<string> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ email, password });
  const answer = await fetch(`${url}/api/v1/session`, { method: "POST", headers, body });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (!answer.ok || cookie === undefined)
    throw new Error(`not signed in: ${answer.status} ${await answer.text()}`);
  return cookie;
}

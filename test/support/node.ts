import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app.ts";
import type { Clock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config.ts";
import { openStore } from "../../src/db/open.ts";
import { parseCidrList } from "../../src/egress/addresses.ts";
import { createSender, type Sender } from "../../src/egress/send.ts";
import { createLogger } from "../../src/log.ts";
import { createNode } from "../../src/node.ts";
import { createVault } from "../../src/vault.ts";
import { ManualClock } from "./clock.ts";

export const ROOT_KEY = "test-root-key-0123456789abcdef";

export type Answer<T = Record<string, unknown>> = { status: number; headers: Headers; body: T };

export type TestNode = Awaited<ReturnType<typeof startNode>>;

/**
 * A whole node on a real file in a folder of its own, without a listening socket: requests go to `app.handle`. Deliveries really
 * go out to loopback. Time stands still unless the test moves `clock`, whose timers drive retries.
 */
export async function startNode(
  options: {
    env?: Record<string, string>;
    clock?: Clock;
    sender?: Pick<Sender, "send">;
    dir?: string;
    version?: string;
  } = {},
) {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "posthorn-test-")));
  const clock = options.clock ?? new ManualClock();
  const loaded = loadConfig({ POSTHORN_DATA_DIR: dir, ...options.env }, { local: true });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { config, sources } = loaded;
  const lines: string[] = [];
  const log = createLogger({ level: "debug", format: "json", write: (line) => void lines.push(line) });
  const policy = { allow: parseCidrList(config.egressAllow.join(",")).cidrs, deny: [], own: [] };
  const sender = createSender({ policy });
  const path = join(dir, "posthorn.db");
  const store = await openStore({ kind: "file", path, locks: [`${path}.lock`] });
  const vault = createVault(Buffer.alloc(32, 7));
  const node = await createNode({
    ...{
      config,
      sources,
      log,
      clock,
      version: options.version ?? "0.0.0-test",
      store,
      vault,
      rootKey: ROOT_KEY,
      policy,
      isLocal: true,
    },
    sender: options.sender ?? sender,
    random: () => 0.5,
  });
  const app = createApp({ ...node.appDeps, pages: new Map(), checkResponses: true });
  await node.start();

  /** Asks the API: `call("POST", "/events", {...})`. A string body goes as it is; `key` null sends none. */
  async function call<T = Record<string, unknown>>(
    method: string,
    route: string,
    body?: unknown,
    { key = ROOT_KEY, headers = {} }: { key?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const isText = typeof body === "string" || body instanceof Uint8Array;
    const request = new Request(`http://localhost${route.startsWith("/api/") ? "" : "/api/v1"}${route}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? (body as string) : JSON.stringify(body) }),
    });
    const response = await app.handle(request);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text !== "" ? JSON.parse(text) : text) as T,
    };
  }

  /** Ends the process's part as a crash would leave the file: nothing is given back. The folder stays. */
  async function abandon(): Promise<void> {
    await node.close();
    await sender.close();
    await store.close();
  }

  async function stop(): Promise<void> {
    await node.stop();
    await abandon();
    await rm(dir, { recursive: true, force: true });
  }

  return {
    ...{ dir, clock, config, lines, store, app, call, abandon, stop },
    ...{ dispatcher: node.dispatcher, deps: node.appDeps, [Symbol.asyncDispose]: stop },
  };
}

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLine, memoryOf } from "./process.ts";

export const EXECUTABLE = join(import.meta.dir, "../../dist/posthorn");
const KEY = "bench-key-0123456789abcdef0123456789";

export type Posthorn = Awaited<ReturnType<typeof startPosthorn>>;

/** An empty folder, of which whoever stops the executable on it disposes. */
export const emptyFolder = () => mkdtemp(join(tmpdir(), "posthorn-bench-"));

/** The executable on an empty data folder or the one given, with http and loopback allowed. */
export async function startPosthorn(env: Record<string, string> = {}, folder?: string) {
  const dir = folder ?? (await emptyFolder());
  const spawnedAt = performance.now();
  const child = Bun.spawn([EXECUTABLE, "serve", "--local"], {
    cwd: dir,
    env: { POSTHORN_LISTEN: "127.0.0.1:0", POSTHORN_API_KEY: KEY, POSTHORN_LOG_FORMAT: "json", ...env },
    stdout: "pipe",
    stderr: "inherit",
  });
  const url = await firstLine(child.stdout, /"url":"([^"]+)"/);
  await fetch(`${url}/readyz`);
  const readyMs = performance.now() - spawnedAt;

  async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  return {
    ...{ url, key: KEY, readyMs, api },
    memory: () => memoryOf(child.pid),
    pending: async () => Number(/^posthorn_deliveries_pending (\d+)$/m.exec(await metrics(url))?.[1]),
    databaseBytes: async () => (await stat(join(dir, "data/posthorn.db"))).size,
    /** Leaves its data. */
    async end() {
      child.kill();
      await child.exited;
    },
    async stop() {
      child.kill();
      await child.exited;
      const bytes = (await stat(join(dir, "data/posthorn.db"))).size;
      await rm(dir, { recursive: true });
      return bytes;
    },
  };
}

const metrics = async (url: string) => (await fetch(`${url}/metrics`)).text();

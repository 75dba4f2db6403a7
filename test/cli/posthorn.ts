import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeListeningAddress } from "../support/free-address.ts";

export const main = new URL("../../src/main.ts", import.meta.url).pathname;

export const KEY = "test-key-test-key-test-key";

/** A folder of its own for one test, removed by `using`. */
export function temporaryFolder(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "posthorn-cli-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Starts the real command line with nothing in its environment but `env`, in a folder without settings. */
export function spawnPosthorn(args: string[], env: Record<string, string> = {}, stdin = "") {
  return Bun.spawn([process.execPath, main, ...args], {
    cwd: tmpdir(),
    env,
    stdin: Buffer.from(stdin),
    stdout: "pipe",
    stderr: "pipe",
  });
}

/** Runs a command to its end. */
export async function posthorn(args: string[], env: Record<string, string> = {}, stdin = "") {
  const child = spawnPosthorn(args, env, stdin);
  const texts = [child.stdout, child.stderr].map((stream) => new Response(stream).text());
  const [out = "", err = ""] = await Promise.all(texts);
  const code = await child.exited;
  return { out, err, code };
}

/** What an instance was asked, and a stand-in for it on 127.0.0.1 that answers each request by `answer`. */
export function standIn(answer: (request: Request) => Response | Promise<Response>) {
  const asked: { method: string; path: string; authorization: string | null; body: string }[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { method, url, headers } = request;
      const body = await request.clone().text();
      asked.push({ method, path: new URL(url).pathname, authorization: headers.get("authorization"), body });
      return answer(request);
    },
  });
  const listen = `127.0.0.1:${server.port}`;
  return { asked, listen, url: `http://${listen}`, [Symbol.asyncDispose]: () => server.stop(true) };
}

/** A port of 127.0.0.1 that nobody listens on. */
export const silentAddress = freeListeningAddress;

import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/db/open.ts";
import { StoreError } from "../../src/db/store.ts";
import { startLibsqlServer } from "../support/libsql-server.ts";
import { codeOf } from "./helpers.ts";

async function startServer() {
  const dir = await mkdtemp(join(tmpdir(), "posthorn-remote-"));
  const server = startLibsqlServer(join(dir, "remote.db"));
  const stop = async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  };
  return { server, [Symbol.asyncDispose]: stop };
}

const open = (url: string) => openStore({ kind: "remote", url, authToken: null });

const tenant = (id: string) => ({
  sql: "INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, ?, '{}', '{}', 1, 1)",
  args: [id, id],
});

test("a database on a libSQL server is migrated and used through the same store", async () => {
  await using remote = await startServer();
  const store = await open(remote.server.url);
  await store.write([tenant("a"), tenant("b")]);
  const { rows } = await store.read({ sql: "SELECT id FROM tenants ORDER BY id" });
  expect(rows).toEqual([["a"], ["b"]]);
  await store.close();
});

test("a group of writes on a server is one round trip and all or nothing", async () => {
  await using remote = await startServer();
  const store = await open(remote.server.url);
  const before = remote.server.pipelines;
  await store.write([tenant("a"), tenant("b")]);
  expect(remote.server.pipelines - before).toBe(1);
  const refused = await store.write([tenant("c"), tenant("a")]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StoreError);
  expect((refused as StoreError).code).toBe("invalid");
  expect((await store.read({ sql: "SELECT count(*) FROM tenants" })).rows).toEqual([[2]]);
  await store.close();
});

test("a server that is not there is unavailable, in plain words", async () => {
  const refused = await open("http://127.0.0.1:1").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StoreError);
  expect((refused as StoreError).code).toBe("unavailable");
});

test("a server that takes a call and never answers is unavailable after a while", async () => {
  using silent = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Promise<Response>(() => {}) });
  const opening = openStore({ kind: "remote", url: silent.url.href, authToken: null, timeoutMs: 50 });
  expect(await codeOf(opening)).toBe("unavailable");
});

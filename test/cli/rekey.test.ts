import { expect, test } from "bun:test";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "../../src/db/open.ts";
import { records } from "../../src/db/store.ts";
import { openHeaders } from "../../src/outbox/own-headers.ts";
import { secretContext } from "../../src/outbox/targets.ts";
import { createVault } from "../../src/vault.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode } from "../support/node.ts";
import { posthorn, temporaryFolder } from "./posthorn.ts";

/** The key that test nodes seal with. */
const OLD = Buffer.alloc(32, 7);
const NEW = Buffer.alloc(32, 9);

const base64 = (key: Uint8Array) => Buffer.from(key).toString("base64");

/** A data folder whose database has two webhooks with secrets, by their ids. */
async function withSecrets(dir: string): Promise<Record<string, string>> {
  const node = await startNode({ dir });
  const made = [
    await registerWebhook(node, "https://example.com/a"),
    await registerWebhook(node, "https://example.com/b", { profile: "orisha", secret: "consumer's own" }),
  ];
  await node.abandon();
  return Object.fromEntries(made.map(({ id, secret }) => [id, secret]));
}

/** Every secret of the folder's database, opened with this key. */
async function secretsUnder(dir: string, key: Uint8Array): Promise<Record<string, string>> {
  const store = await openStore({ kind: "file", path: join(dir, "posthorn.db"), locks: [] });
  const sql = "SELECT sealed, id FROM webhook_secrets s JOIN webhooks w ON w.seq = s.webhook_seq";
  const rows = records<{ sealed: string; id: string }>(await store.read({ sql }));
  await store.close();
  const vault = createVault(key);
  return Object.fromEntries(rows.map(({ sealed, id }) => [id, vault.open(sealed, secretContext(id))]));
}

const keyFile = async (dir: string) =>
  Buffer.from((await readFile(join(dir, "master-key"), "utf8")).trim(), "base64");

test("config rekey seals every secret with a new key and keeps that in the data folder", async () => {
  using folder = temporaryFolder();
  const secrets = await withSecrets(folder.path);
  await writeFile(join(folder.path, "master-key"), base64(OLD));
  const { out, err, code } = await posthorn(["config", "rekey"], { POSTHORN_DATA_DIR: folder.path });
  expect({ err, code }).toEqual({ err: "", code: 0 });
  expect(out).toStartWith("2 secrets were sealed anew. The data folder holds the new master key");
  const now = await keyFile(folder.path);
  expect(now).not.toEqual(OLD);
  expect(await secretsUnder(folder.path, now)).toEqual(secrets);
  await expect(secretsUnder(folder.path, OLD)).rejects.toThrow("was sealed with the master key");
});

test("the headers of webhooks are sealed anew too, those that stood in clear among them", async () => {
  using folder = temporaryFolder();
  const headers = { Authorization: "Bearer abcdefghijkl" };
  const first = await startNode({ dir: folder.path });
  const { id } = await registerWebhook(first, "https://example.com/a", { headers });
  const clear = await registerWebhook(first, "https://example.com/b");
  const inClear = "UPDATE webhooks SET headers = ? WHERE id = ?";
  await first.store.write([{ sql: inClear, args: [JSON.stringify(headers), clear.id] }]);
  await first.abandon();
  await writeFile(join(folder.path, "master-key"), base64(OLD));
  const { code } = await posthorn(["config", "rekey"], { POSTHORN_DATA_DIR: folder.path });
  expect(code).toBe(0);
  const store = await openStore({ kind: "file", path: join(folder.path, "posthorn.db"), locks: [] });
  const rows = records<{ id: string; headers: string }>(
    await store.read({ sql: "SELECT id, headers FROM webhooks ORDER BY seq" }),
  );
  await store.close();
  const vault = createVault(await keyFile(folder.path));
  const opened = rows.map((row) => [
    row.id,
    openHeaders(vault, { ...row, headers: JSON.parse(row.headers) }),
  ]);
  expect(opened).toEqual([
    [id, headers],
    [clear.id, headers],
  ]);
  expect(JSON.stringify(rows)).not.toContain("abcdefghijkl");
});

test("a key in the environment is changed for the one in a file, and a second run finds nothing left to do", async () => {
  using folder = temporaryFolder();
  const secrets = await withSecrets(folder.path);
  const path = join(folder.path, "new-key");
  await writeFile(path, `${base64(NEW)}\n`);
  const env = { POSTHORN_DATA_DIR: folder.path, POSTHORN_MASTER_KEY: base64(OLD) };
  const words = ["config", "rekey", "--new-key-file", path];
  expect(await posthorn(words, env)).toMatchObject({
    out: expect.stringContaining("2 secrets were sealed anew. Now set POSTHORN_MASTER_KEY to the new key"),
    code: 0,
  });
  expect(await posthorn(words, env)).toMatchObject({ out: expect.stringContaining("0 secrets"), code: 0 });
  expect(await secretsUnder(folder.path, NEW)).toEqual(secrets);
});

test.each([
  ["before the secrets were sealed", OLD],
  ["after the secrets were sealed", NEW],
])(
  "a change of the key that was broken off %s keeps Posthorn from starting until it is finished",
  async (_, sealedWith) => {
    using folder = temporaryFolder();
    const secrets = await withSecrets(folder.path);
    const env = { POSTHORN_DATA_DIR: folder.path, POSTHORN_LISTEN: "127.0.0.1:0" };
    const next = join(folder.path, "next-for-test");
    await writeFile(next, base64(sealedWith));
    if (sealedWith === NEW)
      await posthorn(["config", "rekey", "--new-key-file", next], {
        ...env,
        POSTHORN_MASTER_KEY: base64(OLD),
      });
    await writeFile(join(folder.path, "master-key"), base64(OLD));
    await writeFile(join(folder.path, "master-key.next"), base64(NEW));
    const refused = await posthorn([], env);
    expect(refused.err).toContain(
      "A change of the master key was broken off. Finish it with: posthorn config rekey",
    );
    expect(refused.code).toBe(2);
    expect((await posthorn(["config", "rekey"], env)).code).toBe(0);
    expect(await keyFile(folder.path)).toEqual(NEW);
    expect(await secretsUnder(folder.path, NEW)).toEqual(secrets);
  },
);

test.each([
  ["no file is named", [], "--new-key-file"],
  ["the file is not there", ["--new-key-file", "/nowhere/key"], "cannot be read"],
  ["the file holds no key", ["--new-key-file", import.meta.path], "does not hold 32 bytes"],
])("with the key in the environment, rekey is refused when %s", async (_, words, reason) => {
  using folder = temporaryFolder();
  const env = { POSTHORN_DATA_DIR: folder.path, POSTHORN_MASTER_KEY: base64(OLD) };
  const { err, code } = await posthorn(["config", "rekey", ...words], env);
  expect(err).toContain(reason);
  expect(code).toBe(2);
});

test("with a wrong present key nothing is changed", async () => {
  using folder = temporaryFolder();
  const secrets = await withSecrets(folder.path);
  const path = join(folder.path, "new-key");
  await writeFile(path, base64(NEW));
  const env = { POSTHORN_DATA_DIR: folder.path, POSTHORN_MASTER_KEY: base64(Buffer.alloc(32, 1)) };
  const { err, code } = await posthorn(["config", "rekey", "--new-key-file", path], env);
  expect(err).toStartWith("Nothing was changed: a secret was sealed with the master key");
  expect(code).toBe(2);
  expect(await secretsUnder(folder.path, OLD)).toEqual(secrets);
});

test("a database that a running Posthorn has is left alone", async () => {
  using folder = temporaryFolder();
  await writeFile(join(folder.path, "master-key"), base64(OLD));
  const path = join(folder.path, "posthorn.db");
  const store = await openStore({ kind: "file", path, locks: [`${path}.worker.lock`] });
  const { err, code } = await posthorn(["config", "rekey"], { POSTHORN_DATA_DIR: folder.path });
  await store.close();
  expect(err).toContain("another Posthorn process is using it");
  expect(code).toBe(2);
});

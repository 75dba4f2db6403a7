import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { truncateSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { connect } from "../../src/db/connection.ts";
import { prepareFile } from "../../src/db/file.ts";
import { migrations } from "../../src/db/migrate.ts";
import { StoreError } from "../../src/db/store.ts";
import { hashOf, openFile, refusal, rows, temporaryFolder } from "./helpers.ts";

const HELD = "another Posthorn process is using it";

/** Another process that opens the file and says how that went, then holds it until it is killed. */
async function openElsewhere(file: string) {
  const script = `
    import { openStore } from ${JSON.stringify(join(import.meta.dir, "../../src/db/open.ts"))};
    const [path] = process.argv.slice(-1);
    const said = await openStore({ kind: "file", path, locks: [path + ".lock"] }).then(() => "open", (e) => e.message);
    console.log(said);
    if (said !== "open") process.exit(0);
    setInterval(() => {}, 1000);`;
  const child = Bun.spawn([process.execPath, "-e", script, file], { stdout: "pipe", stderr: "inherit" });
  const { value } = await child.stdout.getReader().read();
  return { child, said: new TextDecoder().decode(value).trim() };
}

test("a second opening of the same file is refused in plain words, by this process too", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const refused = await refusal(folder.file);
  expect([refused.code, refused.message]).toEqual(["busy", HELD]);
  const { said, child } = await openElsewhere(folder.file);
  expect(said).toBe(HELD);
  await child.exited;
  await store.close();
  await (await openFile(folder.file)).close();
});

test("what a killed process held can be opened at once, with all that it had committed", async () => {
  await using folder = await temporaryFolder();
  const { said, child } = await openElsewhere(folder.file);
  expect(said).toBe("open");
  expect((await refusal(folder.file)).message).toBe(HELD);
  child.kill("SIGKILL");
  await child.exited;
  const store = await openFile(folder.file);
  expect(await rows(store, "PRAGMA user_version")).toEqual([{ user_version: migrations.length }]);
  await store.close();
});

test("the writing connection has WAL, synchronous=FULL and foreign keys; the reading one cannot write", async () => {
  await using folder = await temporaryFolder();
  const { createClient } = await import("@libsql/client/sqlite3");
  const writer = connect(createClient, { url: `file:${folder.file}` });
  await prepareFile(writer, "write");
  const settings = ["journal_mode", "synchronous", "foreign_keys", "auto_vacuum"];
  const found = await Promise.all(settings.map((name) => writer.read({ sql: `PRAGMA ${name}` })));
  expect(found.map(({ rows }) => rows[0]?.[0])).toEqual(["wal", 2, 1, 2]);
  await writer.write([{ sql: "CREATE TABLE t (a)" }]);
  await writer.write([{ sql: "PRAGMA application_id = 1346916942" }]);
  const afterBatch = await writer.read({ sql: "PRAGMA synchronous" });
  expect(afterBatch.rows).toEqual([[2]]);
  const reader = connect(createClient, { url: `file:${folder.file}` });
  await prepareFile(reader, "read");
  await expect(reader.write([{ sql: "INSERT INTO t VALUES (1)" }])).rejects.toThrow(/readonly/);
  reader.close();
  writer.close();
});

describe("a file is refused in plain words and left as it was when it is", () => {
  async function refuse(prepare: (file: string) => void | Promise<void>): Promise<StoreError> {
    await using folder = await temporaryFolder();
    await prepare(folder.file);
    const before = await hashOf(folder.file);
    const refused = await refusal(folder.file);
    expect(await hashOf(folder.file)).toBe(before);
    const log = Bun.file(`${folder.file}-wal`);
    expect((await log.exists()) ? log.size : 0).toBe(0);
    return refused;
  }

  const asPosthorn = async (file: string) => (await openFile(file)).close();

  const sqlite = (file: string, sql: string[]) => {
    const database = new Database(file);
    for (const one of sql) database.run(one);
    database.close(true);
  };

  test("a text", async () => {
    const refused = await refuse(
      async (file) => void (await Bun.write(file, "not a database\n".repeat(500))),
    );
    expect(refused.code).toBe("unavailable");
    expect(refused.message).toBe("it cannot be read: it is not a database");
  });

  test("cut short", async () => {
    const refused = await refuse(async (file) => {
      await asPosthorn(file);
      truncateSync(file, 3 * 4096);
    });
    expect(refused.message).toBe("it cannot be read: it is cut short");
  });

  test("corrupt in its first page", async () => {
    const refused = await refuse(async (file) => {
      await asPosthorn(file);
      const bytes = await Bun.file(file).bytes();
      bytes.fill(0xaa, 100, 4000);
      await Bun.write(file, bytes);
    });
    expect(refused.message).toMatch(/^it cannot be read: /);
  });

  test("another program's database", async () => {
    const refused = await refuse((file) => sqlite(file, ["CREATE TABLE t (a)"]));
    expect(refused.message).toBe("it is a database of another program");
  });

  test("another program's database in WAL mode", async () => {
    const refused = await refuse((file) => sqlite(file, ["PRAGMA journal_mode = WAL", "CREATE TABLE t (a)"]));
    expect(refused.message).toBe("it is a database of another program");
  });

  test("of a newer Posthorn", async () => {
    const refused = await refuse(async (file) => {
      await asPosthorn(file);
      sqlite(file, ["PRAGMA user_version = 9"]);
    });
    expect(refused.code).toBe("unavailable");
    expect(refused.message).toContain(
      `a newer Posthorn (its schema is version 9, this one knows ${migrations.length})`,
    );
  });
});

test("a folder that is not there is refused as unavailable, whoever asks for the lock", async () => {
  const refused = await refusal("/tmp/posthorn-test-none/posthorn.db");
  expect(refused.code).toBe("unavailable");
});

test("a file that was refused can be put right and opened in the same process", async () => {
  await using folder = await temporaryFolder();
  await Bun.write(folder.file, "not a database\n".repeat(500));
  await refusal(folder.file);
  await Bun.file(folder.file).delete();
  await (await openFile(folder.file)).close();
});

test("a folder's name may hold what means something in a URL", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "a b%20c#d?e", "posthorn.db");
  await mkdir(dirname(path));
  await (await openFile(path)).close();
  expect(await Bun.file(path).exists()).toBe(true);
});

test("a closed store refuses calls instead of leaving them unanswered", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  await store.close();
  await expect(store.read({ sql: "SELECT 1" })).rejects.toThrow(StoreError);
  await expect(store.write([{ sql: "SELECT 1" }])).rejects.toThrow(StoreError);
});

test("calls that a closing store has taken already are still answered", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const read = store.read({ sql: "SELECT 1 AS one" });
  const written = store.write([{ sql: "PRAGMA user_version" }]);
  await store.close();
  expect((await read).rows).toEqual([[1]]);
  expect((await written)[0]?.rows).toEqual([[migrations.length]]);
});

test("a backup is a consistent copy though writes go on meanwhile", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const add = (id: number) => [
    {
      sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, 'a', '{}', '{}', 1, 1)`,
      args: [`a${id}`],
    },
    {
      sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, 'b', '{}', '{}', 1, 1)`,
      args: [`b${id}`],
    },
  ];
  for (let id = 0; id < 50; id++) await store.write(add(id));
  let going = true;
  const writing = (async () => {
    let id = 50;
    while (going) await store.write(add(id++));
    return id;
  })();
  const target = join(folder.path, "copy.db");
  await store.backup(target);
  going = false;
  const written = await writing;
  await store.close();
  const copy = await openFile(target);
  const [{ a, b } = { a: 0, b: -1 }] = await rows<{ a: number; b: number }>(
    copy,
    "SELECT count(*) FILTER (WHERE name = 'a') AS a, count(*) FILTER (WHERE name = 'b') AS b FROM tenants",
  );
  expect(a).toBe(b);
  expect(a).toBeGreaterThanOrEqual(50);
  expect(a).toBeLessThanOrEqual(written);
  expect(await rows(copy, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  await copy.close();
});

test("a backup writes over no file", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const target = join(folder.path, "kept.txt");
  await copyFile(import.meta.path, target);
  const before = await hashOf(target);
  await expect(store.backup(target)).rejects.toThrow(StoreError);
  expect(await hashOf(target)).toBe(before);
  await store.close();
});

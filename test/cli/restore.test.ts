import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import {
  chownSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openStore } from "../../src/db/open.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode } from "../support/node.ts";
import { posthorn, temporaryFolder } from "./posthorn.ts";

const base64 = (byte: number) => Buffer.alloc(32, byte).toString("base64");

/** The key that test nodes seal with. */
const KEY = base64(7);

/** A data folder with the database of an instance that has stopped, and a backup of it from before the event `later`. */
async function scene() {
  const folder = temporaryFolder();
  const path = join(folder.path, "posthorn.db");
  const backup = join(folder.path, "backup.db");
  const node = await startNode({ dir: folder.path });
  const headers = { Authorization: "Bearer abcdefghijkl" };
  await registerWebhook(node, "https://example.com/a", { status: "paused", headers });
  await publish(node, { id: "earlier" });
  await node.store.backup(backup);
  await publish(node, { id: "later" });
  await node.abandon();
  const run = (args: string[] = [backup], env: Record<string, string> = {}) =>
    posthorn(["restore", ...args], {
      POSTHORN_DATA_DIR: folder.path,
      POSTHORN_MASTER_KEY: KEY,
      ...env,
    });
  const kept = () => readdirSync(folder.path).filter((name) => name.includes(".before-restore-"));
  return { folder, path, backup, run, kept, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

function eventsIn(path: string): string[] {
  using database = new Database(path, { readonly: true });
  const sql = "SELECT id FROM events WHERE tenant <> '_operator' ORDER BY seq";
  return database
    .query<{ id: string }, []>(sql)
    .all()
    .map(({ id }) => id);
}

test("restore puts the backup in place, keeps the database until now and tells what will be sent", async () => {
  using all = await scene();
  const { out, err, code } = await all.run();
  const [kept = "", ...others] = all.kept();
  expect({ err, code, others }).toEqual({ err: "", code: 0, others: [] });
  expect(out.split("\n")).toEqual([
    `${all.path} is the backup now.`,
    `The database until now is kept as ${join(all.folder.path, kept)}.`,
    "1 delivery was pending in it: Posthorn sends them from its next start on, again if it has sent them since the backup.",
    "",
  ]);
  const left = readdirSync(all.folder.path).filter((name) => /restoring|-wal|-shm|-journal/.test(name));
  expect(left).toEqual([]);
  expect(eventsIn(all.path)).toEqual(["earlier"]);
  expect(eventsIn(join(all.folder.path, kept))).toEqual(["earlier", "later"]);
  expect(eventsIn(all.backup)).toEqual(["earlier"]);
  expect(statSync(all.path).mode & 0o777).toBe(0o600);
});

test("what only the log of a killed instance has is in the database that restore keeps, and not in the restored one", async () => {
  using all = await scene();
  using dying = new Database(all.path);
  dying.run("PRAGMA journal_mode = WAL");
  dying.run("UPDATE events SET id = 'in-the-log' WHERE id = 'later'");
  for (const suffix of ["", "-wal"])
    copyFileSync(all.path + suffix, join(all.folder.path, `dead.db${suffix}`));
  const dead = join(all.folder.path, "dead.db");
  expect(await all.run([all.backup], { POSTHORN_DATABASE_URL: `file:${dead}` })).toMatchObject({ code: 0 });
  const [kept = ""] = all.kept();
  expect(eventsIn(join(all.folder.path, kept))).toEqual(["earlier", "in-the-log"]);
  expect(eventsIn(dead)).toEqual(["earlier"]);
});

test("a backup that is a file and its log, copied by hand, comes back whole", async () => {
  using all = await scene();
  using busy = new Database(all.backup);
  busy.run("PRAGMA journal_mode = WAL");
  busy.run("UPDATE events SET id = 'in-the-log' WHERE id = 'earlier'");
  const copy = join(all.folder.path, "copy.db");
  for (const suffix of ["", "-wal"]) copyFileSync(all.backup + suffix, copy + suffix);
  expect(await all.run([copy])).toMatchObject({ err: "", code: 0 });
  expect(eventsIn(all.path)).toEqual(["in-the-log"]);
});

test("a damaged database is replaced too, and kept as it is with its log", async () => {
  using all = await scene();
  writeFileSync(all.path, "not a database any more");
  writeFileSync(`${all.path}-wal`, "what is left of its log");
  expect(await all.run()).toMatchObject({ err: "", code: 0 });
  const [kept = "", log = ""] = all.kept().sort();
  expect(readFileSync(join(all.folder.path, kept), "utf8")).toBe("not a database any more");
  expect(log).toBe(`${kept}-wal`);
  expect(readFileSync(join(all.folder.path, log), "utf8")).toBe("what is left of its log");
  expect(eventsIn(all.path)).toEqual(["earlier"]);
});

test.skipIf(process.getuid?.() !== 0)(
  "what root restores belongs to whoever had the database, or has the folder",
  async () => {
    using all = await scene();
    const NOBODY = 65534;
    for (const name of ["", ...readdirSync(all.folder.path)])
      chownSync(join(all.folder.path, name), NOBODY, NOBODY);
    for (const _ of ["replaced", "made anew"]) {
      expect((await all.run()).code).toBe(0);
      const names = readdirSync(all.folder.path).filter((name) => name.startsWith("posthorn.db"));
      expect(names.filter((name) => statSync(join(all.folder.path, name)).uid !== NOBODY)).toEqual([]);
      for (const name of names) rmSync(join(all.folder.path, name));
    }
  },
);

test("restore into an empty data folder keeps nothing and says so by silence", async () => {
  using all = await scene();
  using fresh = temporaryFolder();
  const { out, code } = await all.run([all.backup], { POSTHORN_DATA_DIR: join(fresh.path, "data") });
  expect(out).not.toContain("is kept as");
  expect(code).toBe(0);
  expect(eventsIn(join(fresh.path, "data", "posthorn.db"))).toEqual(["earlier"]);
});

/** What makes a refused file of a sound backup. */
const faults: [string, (path: string) => void, string][] = [
  ["no database", (path) => writeFileSync(path, "x".repeat(200)), "it is not a database"],
  ["empty", (path) => truncateSync(path, 0), "it is not a database of Posthorn"],
  ["cut short", (path) => truncateSync(path, statSync(path).size - 4096), "it is cut short"],
  ["another program's", (path) => change(path, "PRAGMA application_id = 1"), "another program"],
  ["a newer one's", (path) => change(path, "PRAGMA user_version = 99"), "written by a newer Posthorn"],
  ["damaged inside", scratch, "it is damaged: "],
];

function change(path: string, sql: string): void {
  using database = new Database(path);
  database.run(sql);
}

/** Empties the indexes of the events: each page is sound still, and only an integrity check sees it. */
function scratch(path: string): void {
  const sql = "SELECT rootpage AS page FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events'";
  using database = new Database(path);
  const { page_size } = database.query("PRAGMA page_size").get() as { page_size: number };
  const bytes = readFileSync(path);
  // The number of cells of a b-tree page stands at its offset 3.
  for (const { page } of database.query<{ page: number }, []>(sql).all())
    bytes.writeUInt16BE(0, (page - 1) * page_size + 3);
  writeFileSync(path, bytes);
}

test.each(faults)("restore refuses a file that is %s, and changes nothing", async (_, spoil, reason) => {
  using all = await scene();
  spoil(all.backup);
  const before = readdirSync(all.folder.path).filter((name) => !name.includes(".lock"));
  const { out, err, code } = await all.run();
  expect(err).toStartWith(`${all.backup} cannot be restored: `);
  expect(err).toContain(reason);
  expect({ out, code }).toEqual({ out: "", code: 1 });
  expect(eventsIn(all.path)).toEqual(["earlier", "later"]);
  expect(readdirSync(all.folder.path).filter((name) => !name.includes(".lock"))).toEqual(before);
});

test.each([["api"], ["worker"]])("restore is refused while a process with the role %s runs", async (role) => {
  using all = await scene();
  const locks = [`${all.path}.${role}.lock`];
  const store = await openStore({ kind: "file", path: all.path, locks });
  const { err, code } = await all.run();
  await store.close();
  expect(err).toContain("another Posthorn process is using it. Stop Posthorn first.");
  expect(code).toBe(1);
  expect(eventsIn(all.path)).toEqual(["earlier", "later"]);
});

test.each([
  ["is another one", { POSTHORN_MASTER_KEY: base64(9) }, "The master key is not this backup's: "],
  ["is missing", { POSTHORN_MASTER_KEY: "" }, "the master key that they were sealed with is missing"],
])("when the master key %s restore changes nothing, unless it is forced to", async (_, env, reason) => {
  using all = await scene();
  const refused = await all.run([all.backup], env);
  expect(refused.err).toStartWith("Nothing was changed. ");
  expect(refused.err).toContain(reason);
  expect(refused.code).toBe(1);
  expect(eventsIn(all.path)).toEqual(["earlier", "later"]);
  expect(all.kept()).toEqual([]);
  const forced = await all.run([all.backup, "--force"], env);
  expect(forced.err).toStartWith("warning: ");
  expect(forced.err).toContain(reason);
  expect(forced.code).toBe(0);
  expect(eventsIn(all.path)).toEqual(["earlier"]);
});

test.each([
  ["there is no such file", ["/nowhere/backup.db"], {}, "There is no file /nowhere/backup.db."],
  [
    "the database is on a server",
    [import.meta.path],
    { POSTHORN_DATABASE_URL: "libsql://127.0.0.1:1" },
    "POSTHORN_DATABASE_URL names a server",
  ],
])("restore exits with 2 when %s", async (_, args, env, reason) => {
  using folder = temporaryFolder();
  const { err, code } = await posthorn(["restore", ...args], { POSTHORN_DATA_DIR: folder.path, ...env });
  expect(err).toContain(reason);
  expect(code).toBe(2);
  expect(readdirSync(folder.path)).toEqual([]);
});

test("restore says so when the folder of the database is not there", async () => {
  using all = await scene();
  const { err, code } = await all.run([all.backup], { POSTHORN_DATABASE_URL: "file:/nowhere/posthorn.db" });
  expect(err).toBe("The database /nowhere/posthorn.db cannot be replaced: unable to open database file.\n");
  expect(code).toBe(1);
});

test("the database itself is no backup", async () => {
  using all = await scene();
  expect(await all.run([all.path])).toMatchObject({ err: `${all.path} is the database itself.\n`, code: 2 });
});

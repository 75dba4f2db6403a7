import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { asNobody, copyExecutable } from "../support/confined.ts";
import { emptyFolder, KEY, runExecutable, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";

const env = { POSTHORN_LISTEN: "127.0.0.1:0", POSTHORN_API_KEY: KEY };
const serve = (dir: string) => runExecutable({ dir, env, args: ["serve", "--local"] });

/** Name and content of every file in the data folder that has to be as it was. */
function contents(dir: string): Record<string, string> {
  const data = join(dir, "data");
  const kept = readdirSync(data).filter((name) => !/^\.libsql|\.lock$|-key$/.test(name));
  return Object.fromEntries(kept.map((name) => [name, Bun.hash(readFileSync(join(data, name))).toString()]));
}

/** A data folder with an event in it, as a clean stop leaves it. */
async function usedFolder() {
  const folder = emptyFolder();
  await using instance = await startExecutable({ dir: folder.path });
  await publish(instance);
  await instance.end("SIGTERM");
  return folder;
}

test("every wrong setting is named, and nothing is made", async () => {
  using folder = emptyFolder();
  const wrong = { POSTHORN_LISTEN: "here", POSTHORN_CONCURRENCY: "0", POSTHORN_API_KEY: "short" };
  for (const args of [["serve"], ["config", "check"]]) {
    const { err, out, code } = await runExecutable({ dir: folder.path, env: wrong, args });
    expect({ out, code }).toEqual({ out: "", code: 2 });
    for (const name of Object.keys(wrong)) expect(err).toContain(`  ${name}: expected `);
    expect(err).not.toContain("short");
  }
  expect(readdirSync(folder.path)).toEqual([]);
});

test("right settings pass `config check`, and `config show` masks secrets", async () => {
  using folder = emptyFolder();
  const check = await runExecutable({ dir: folder.path, env, args: ["config", "check"] });
  expect(check).toEqual({ out: "The settings are right.\n", err: "", code: 0 });
  const { out } = await runExecutable({ dir: folder.path, env, args: ["config", "show"] });
  expect(out).toMatch(/^POSTHORN_LISTEN +env +127\.0\.0\.1:0$/m);
  expect(out).not.toContain(KEY);
});

test("a data folder that cannot be written is refused with the command that helps", async () => {
  using folder = emptyFolder();
  const command = [copyExecutable(folder.path)];
  mkdirSync(join(folder.path, "data"));
  chmodSync(join(folder.path, "data"), 0o555);
  chmodSync(folder.path, 0o555);
  const { err, code } = await runExecutable({ dir: folder.path, env, command, user: asNobody });
  chmodSync(folder.path, 0o755);
  expect(err).toMatch(
    /^The data folder \.\/data cannot be used by uid \d+ \(EACCES\)\. Run: chown -R \d+ \.\/data\n$/,
  );
  expect(code).toBe(2);
});

test("a key that somebody else owns is refused with the command that helps", async () => {
  using folder = emptyFolder();
  const data = join(folder.path, "data");
  mkdirSync(data);
  writeFileSync(join(data, "master-key"), "not for you");
  chmodSync(join(data, "master-key"), 0);
  chmodSync(data, 0o777);
  chmodSync(folder.path, 0o755);
  const command = [copyExecutable(folder.path)];
  const { err, code } = await runExecutable({ dir: folder.path, env, command, user: asNobody });
  expect(err).toMatch(/^data\/master-key cannot be used by uid \d+ \(EACCES\)\. Run: chown -R \d+ data\n$/);
  expect(code).toBe(2);
});

test.each([["master-key"], ["api-key"]])("an empty %s is refused, and stays", async (name) => {
  using folder = emptyFolder();
  mkdirSync(join(folder.path, "data"));
  writeFileSync(join(folder.path, "data", name), "");
  const args = ["serve"];
  const { err, code } = await runExecutable({
    dir: folder.path,
    env: { POSTHORN_LISTEN: "127.0.0.1:0" },
    args,
  });
  expect({ err, code }).toEqual({ err: `data/${name} is empty; put the right file back.\n`, code: 2 });
});

test("a second process on the same folder is refused, and the first goes on", async () => {
  using folder = emptyFolder();
  await using first = await startExecutable({ dir: folder.path });
  const { err, code } = await serve(folder.path);
  expect(err).toContain("another Posthorn process is using it");
  expect(code).toBe(2);
  expect(await publish(first)).toMatchObject({ deliveries: 0 });
});

test("a taken port is refused, and the data stays usable", async () => {
  using folder = emptyFolder();
  await using other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const listen = `127.0.0.1:${other.port}`;
  const { err, code } = await runExecutable({ dir: folder.path, env: { POSTHORN_LISTEN: listen } });
  expect(err).toStartWith(`Posthorn cannot listen on ${listen}: `);
  expect(code).toBe(2);
  await using instance = await startExecutable({ dir: folder.path });
  expect(await publish(instance)).toMatchObject({ deliveries: 0 });
});

const damages: [what: string, said: string, damage: (database: string) => void][] = [
  [
    "holds something else",
    "it is not a database",
    (path) => writeFileSync(path, "Dear diary. ".repeat(1000)),
  ],
  ["is cut short", "cut short", (path) => truncateSync(path, 8192)],
  [
    "was written by a newer Posthorn",
    "it was written by a newer Posthorn",
    (path) => {
      using database = new Database(path);
      database.run("PRAGMA user_version = 99");
    },
  ],
  [
    "is another program's",
    "it is a database of another program",
    (path) => {
      using database = new Database(path);
      database.run("PRAGMA application_id = 7");
    },
  ],
];

test.each(damages)("a database that %s is refused and stays as it is", async (_, said, damage) => {
  using folder = await usedFolder();
  for (const log of ["-wal", "-shm"])
    if (existsSync(join(folder.path, `data/posthorn.db${log}`)))
      truncateSync(join(folder.path, `data/posthorn.db${log}`), 0);
  damage(join(folder.path, "data/posthorn.db"));
  const before = contents(folder.path);
  const { err, out, code } = await serve(folder.path);
  expect(err).toStartWith("The database data/posthorn.db cannot be used: ");
  expect(err).toContain(said);
  expect(err + out).not.toContain("    at ");
  expect(code).toBe(2);
  expect(contents(folder.path)).toEqual(before);
});

test("a database without its master key, or with another's, is refused with what to put back", async () => {
  using folder = emptyFolder();
  const key = join(folder.path, "data/master-key");
  {
    await using instance = await startExecutable({ dir: folder.path });
    await registerWebhook(instance, "http://127.0.0.1:4/");
    await instance.end("SIGTERM");
  }
  rmSync(key);
  const missing = await serve(folder.path);
  expect({ code: missing.code, made: existsSync(key) }).toEqual({ code: 2, made: false });
  expect(missing.err).toContain("Put its file back as data/master-key");
  writeFileSync(key, Buffer.alloc(32, 1).toString("base64"));
  const wrong = await serve(folder.path);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toMatch(
    /^The master key is not this database's: a secret was sealed with the master key \w{8}/,
  );
});

test("a refused start leaves no keys behind that nobody will use", async () => {
  using folder = emptyFolder();
  await using _ = await startExecutable({ dir: folder.path });
  const second = await runExecutable({
    dir: folder.path,
    env: { POSTHORN_LISTEN: "127.0.0.1:0" },
    args: ["serve"],
  });
  expect(second.code).toBe(2);
  expect(existsSync(join(folder.path, "data/api-key"))).toBe(false);
});

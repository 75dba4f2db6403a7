import { describe, expect, test } from "bun:test";
import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  apiKeyFile,
  masterKeyFile,
  networkFileSystem,
  prepareDataDir,
  removeBrokenBackups,
} from "../src/data-dir.ts";
import { StartError } from "../src/start-error.ts";
import { temporaryFolder } from "./db/helpers.ts";

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test("a folder that is not there is made, with those above it, for its owner only", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "a", "b");
  await prepareDataDir(path);
  await prepareDataDir(path);
  expect(await modeOf(path)).toBe(0o700);
});

test("a file where the folder should be is refused with its path", async () => {
  await using folder = await temporaryFolder();
  await writeFile(folder.file, "");
  await expect(prepareDataDir(folder.file)).rejects.toThrow(StartError);
  await expect(prepareDataDir(folder.file)).rejects.toThrow(folder.file);
});

// Root may write everywhere, so there is nothing to refuse.
test.skipIf(process.getuid?.() === 0)(
  "a folder that cannot be written is refused with the command that helps",
  async () => {
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o500);
    await expect(prepareDataDir(folder.path)).rejects.toThrow(
      `Run: chown -R ${process.getuid?.()} ${folder.path}`,
    );
    await chmod(folder.path, 0o700);
  },
);

test("the temporary folder is on no network file system", async () => {
  await using folder = await temporaryFolder();
  expect(await networkFileSystem(folder.path)).toBeNull();
});

describe.each([
  ["api-key", apiKeyFile],
  ["master-key", async (dir: string) => (await masterKeyFile(dir, false)).toString("base64")],
] as const)("the file %s", (name, keyOf) => {
  test("is made once, readable by its owner only, and holds the same key from then on", async () => {
    await using folder = await temporaryFolder();
    const first = await keyOf(folder.path);
    expect(await keyOf(folder.path)).toBe(first);
    expect(await modeOf(join(folder.path, name))).toBe(0o600);
    expect((await readFile(join(folder.path, name), "utf8")).trim()).toBe(first);
  });

  test("is the same for all who ask at once", async () => {
    await using folder = await temporaryFolder();
    const keys = await Promise.all(Array.from({ length: 5 }, () => keyOf(folder.path)));
    expect(new Set(keys).size).toBe(1);
  });

  test.each(["", "\n"])("that holds %p is refused, and stays as it is", async (text) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, name), text);
    await expect(Promise.resolve().then(() => keyOf(folder.path))).rejects.toThrow(StartError);
    expect(await readFile(join(folder.path, name), "utf8")).toBe(text);
  });
});

test.each(["c2hvcnQ=\n", "not base64 at all but long enough to be a key\n"])(
  "a master key that is not 32 bytes is refused: %p",
  async (text) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "master-key"), text);
    await expect(masterKeyFile(folder.path, false)).rejects.toThrow("does not hold 32 bytes in base64");
  },
);

test("an api key holds 256 random bits and says whose it is", async () => {
  await using folder = await temporaryFolder();
  expect(await apiKeyFile(folder.path)).toMatch(/^phr_[\w-]{43}$/);
});

test("what a broken-off backup has left is removed, and nothing else", async () => {
  await using folder = await temporaryFolder();
  const names = ["backup-job_01ABC.db", "backup-job_01ABC.db-journal", "backup-mine.db", "posthorn.db"];
  for (const name of names) await writeFile(join(folder.path, name), "");
  await removeBrokenBackups(folder.path);
  expect((await readdir(folder.path)).sort()).toEqual(["backup-mine.db", "posthorn.db"]);
});

test("no master key is made for a database that needs the one it was sealed with", async () => {
  await using folder = await temporaryFolder();
  await expect(masterKeyFile(folder.path, true)).rejects.toThrow("is missing. Put its file back as");
  expect(await readdir(folder.path)).toEqual([]);
});

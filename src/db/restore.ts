import { Database, SQLiteError } from "bun:sqlite";
import { chownSync, constants, existsSync, statSync } from "node:fs";
import { chmod, copyFile, link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { APPLICATION_ID } from "./file.ts";
import { inspectFile } from "./inspect.ts";
import { refuseNewer } from "./migrate.ts";
import { StoreError, storeError } from "./store.ts";

/**
 * Holds a local database as `holdLock` does, for who does not open it: Bun's own SQLite, because libSQL's module may not be
 * unpacked yet. Gives what lets go of it. Throws StoreError.
 */
export function holdFile(locks: readonly string[]): () => void {
  const held: Database[] = [];
  const release = () => {
    for (const lock of held) lock.close();
  };
  try {
    for (const path of locks) {
      const lock = new Database(path, { create: true });
      held.push(lock);
      for (const pragma of ["journal_mode = OFF", "locking_mode = EXCLUSIVE", "user_version = 1"])
        lock.run(`PRAGMA ${pragma}`);
      giveToOwner(path, dirname(path));
    }
    return release;
  } catch (error) {
    release();
    const { code, message } = storeError(error);
    throw new StoreError(code, code === "busy" ? "another Posthorn process is using it" : message);
  }
}

/**
 * Copies a backup, with the log that one taken by hand may have beside it, to `target`: one sound file, which the caller
 * removes when this throws. The backup itself is only read. Throws StoreError for what is not a whole database of this Posthorn or an older one.
 */
export async function copyBackup(path: string, target: string): Promise<void> {
  inspectFile(path);
  await copyFile(path, target, constants.COPYFILE_FICLONE);
  await chmod(target, 0o600);
  if (existsSync(`${path}-wal`)) await copyFile(`${path}-wal`, `${target}-wal`);
  try {
    using database = new Database(target, { readwrite: true });
    judge(database);
    database.run("PRAGMA journal_mode = DELETE");
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error;
    throw new StoreError("unavailable", `it cannot be read: ${error.message}`);
  }
  await sync(target);
}

function judge(database: Database): void {
  const pragma = (name: string) => database.query(`PRAGMA ${name}`).values()[0]?.[0];
  const version = Number(pragma("user_version"));
  if (pragma("application_id") !== APPLICATION_ID || version === 0)
    throw new StoreError("unavailable", "it is not a database of Posthorn");
  refuseNewer(version);
  const found = pragma("integrity_check(1)");
  if (found !== "ok") throw new StoreError("unavailable", `it is damaged: ${found}`);
}

/**
 * Puts the file `fresh` in the place of the database at `path`, which lives on as `kept`; null where there is none. At no moment is there no database:
 * a start after a power failure finds the one or the other, whole.
 */
export async function replaceFile(path: string, fresh: string, kept: string | null): Promise<void> {
  giveToOwner(fresh, kept === null ? dirname(path) : path);
  if (kept !== null) await keep(path, kept);
  await rename(fresh, path);
  await sync(dirname(path));
}

/** Root restores for the account that Posthorn runs as, which could not open root's files; nobody else can give files away. */
function giveToOwner(path: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  chownSync(path, uid, gid);
}

async function keep(path: string, kept: string): Promise<void> {
  foldLog(path);
  // Some file systems have no hard links.
  await link(path, kept).catch(() => copyFile(path, kept, constants.COPYFILE_EXCL));
  // With something in it still: the database is damaged, and its log may be all that somebody can save it by.
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) await rename(`${path}-wal`, `${kept}-wal`);
  for (const suffix of ["-wal", "-shm"]) await rm(path + suffix, { force: true });
  await sync(kept);
}

/** Brings the log that a crash has left into the file. A log that stayed would be taken for the next database's. */
function foldLog(path: string): void {
  try {
    using database = new Database(path, { readwrite: true });
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
}

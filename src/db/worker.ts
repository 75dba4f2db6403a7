/// <reference lib="webworker" />
/**
 * A thread with one connection to a local file, so that no statement ever holds up the event loop of the API.
 * The writing thread owns the only connection that writes; the reading one cannot write at all.
 */
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { type Connection, connect } from "./connection.ts";
import { type Mode, prepareFile } from "./file.ts";
import { inspectFile } from "./inspect.ts";
import { holdLock, releaseLock } from "./lock.ts";
import { native } from "./native.ts";
import { type Statement, storeError } from "./store.ts";

declare const self: Worker;

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** So few that commits wait no longer for it than for another commit. */
const PAGES_A_SHRINK = 250;

export type Request =
  | { id: number; kind: "open"; path: string; mode: Mode; locks: readonly string[] }
  | { id: number; kind: "write"; statements: Statement[] }
  | { id: number; kind: "read"; statement: Statement }
  | { id: number; kind: "shrink" }
  | { id: number; kind: "close" };

/** By then the first reads are through, and the process is most often idle. */
const AFTER_START_MS = 1000;

let connection: Connection | undefined;
const locks: Connection[] = [];
let mode: Mode;

const handlers = {
  open: async (request: Extract<Request, { kind: "open" }>) => {
    mode = request.mode;
    Object.assign(native, { directory: dirname(request.path), unpack: mode === "write" });
    // Loaded only now, because it loads the native module from the folder that was just named.
    const { createClient } = await import("@libsql/client/sqlite3");
    for (const path of request.locks) {
      const held = connect(createClient, { url: pathToFileURL(path).href, timeout: 0 });
      await holdLock(held);
      locks.push(held);
    }
    if (mode === "write") inspectFile(request.path);
    const opened = connect(createClient, { url: pathToFileURL(request.path).href, timeout: BUSY_TIMEOUT_MS });
    await prepareFile(opened, mode);
    connection = opened;
    setTimeout(giveBack, AFTER_START_MS).unref();
  },
  write: ({ statements }: Extract<Request, { kind: "write" }>) => connection?.write(statements),
  read: ({ statement }: Extract<Request, { kind: "read" }>) => connection?.read(statement),
  shrink: () => connection?.run(`PRAGMA incremental_vacuum(${PAGES_A_SHRINK})`),
  close: async () => {
    // Not on a full disk: then the next start reads the log as after a crash.
    if (mode === "write")
      await connection?.read({ sql: "PRAGMA wal_checkpoint(TRUNCATE)" }).catch(() => undefined);
    connection?.close();
    for (const lock of locks) await releaseLock(lock);
  },
};

/** What opening has left behind, garbage and code that runs once, is half a megabyte for each thread. */
function giveBack(): void {
  Bun.gc(true);
  Bun.shrink();
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    const result = await handlers[data.kind](data as never);
    self.postMessage({ id: data.id, result });
  } catch (error) {
    const { code, message } = storeError(error);
    self.postMessage({ id: data.id, error: { code, message } });
  }
};

import { renameSync, rmSync } from "node:fs";
import { connect } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { type Statement, type Store, StoreError } from "./store.ts";
import { Thread } from "./thread.ts";

export type Location =
  /** `locks` are files to hold as long as the database is open, one for each role of the process. */
  | { kind: "file"; path: string; locks: readonly string[] }
  /** `timeoutMs` is how long the server may take to answer: 30 s unless given. */
  | { kind: "remote"; url: string; authToken: string | null; timeoutMs?: number };

/** A server that is gone without a word would otherwise keep all that waits for it, the end of the process included. */
const REMOTE_TIMEOUT_MS = 30_000;

/**
 * Opens the database, migrated and ready. Throws StoreError with a plain reason: held by another process, corrupt,
 * of another program, or newer than this executable; then the file is as it was.
 */
export async function openStore(location: Location): Promise<Store> {
  const store = location.kind === "file" ? await openFile(location) : await openRemote(location);
  try {
    await migrate(store, (version) => copyBefore(store, location, version));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openFile({ path, locks }: Extract<Location, { kind: "file" }>): Promise<Store> {
  const writer = new Thread();
  const reader = new Thread();
  const close = async () => {
    await reader.close();
    await writer.close();
  };
  try {
    await writer.call({ kind: "open", path, mode: "write", locks });
    await reader.call({ kind: "open", path, mode: "read", locks: [] });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    write: (statements) => writer.call({ kind: "write", statements }),
    read: (statement) => reader.call({ kind: "read", statement }),
    backup: (target) => copyFile(path, target),
    shrink: () => writer.call({ kind: "shrink" }),
    close,
  };
}

async function openRemote(location: Extract<Location, { kind: "remote" }>): Promise<Store> {
  const { url, authToken, timeoutMs = REMOTE_TIMEOUT_MS } = location;
  const { createClient } = await import("@libsql/client/web");
  const { write, read, close } = connect(createClient, {
    url,
    ...(authToken !== null && { authToken }),
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs) }),
  });
  return {
    write,
    read,
    backup: () =>
      Promise.reject(new StoreError("invalid", "a remote database is backed up by its own server")),
    shrink: async () => undefined,
    close: async () => close(),
  };
}

/** A thread of its own, because a large copy takes seconds and must delay neither commits nor pages. */
async function copyFile(path: string, target: string): Promise<void> {
  const copier = new Thread();
  const statement: Statement = { sql: "VACUUM INTO ?", args: [target] };
  try {
    await copier.call({ kind: "open", path, mode: "copy", locks: [] });
    await copier.call({ kind: "read", statement });
  } finally {
    await copier.close();
  }
}

/** Under its own name only once it is whole: a start that was broken off leaves no half of a copy to be relied on. */
async function copyBefore(store: Store, location: Location, version: number): Promise<void> {
  if (location.kind !== "file") return;
  const copy = `${location.path}.before-${version + 1}`;
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  await store.backup(partial);
  renameSync(partial, copy);
}

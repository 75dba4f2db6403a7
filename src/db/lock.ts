import { Database } from "bun:sqlite";

/**
 * Holds a local database for one process. The operating system drops the lock with the process, however it ends, which
 * a file with a pid in it cannot promise. Each role has a lock of its own, so that one `api` and one `worker` may share
 * a file when they are told to. Returns null when another process has it.
 */
export function lockFile(path: string): { release(): void } | null {
  const lock = new Database(path, { create: true });
  try {
    lock.run("PRAGMA busy_timeout = 0");
    lock.run("BEGIN EXCLUSIVE");
    return { release: () => lock.close() };
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY")) return null;
    throw error;
  }
}

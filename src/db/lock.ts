import type { Connection } from "./connection.ts";
import { StoreError } from "./store.ts";

/**
 * Holds a local database for one process by a lock on a file beside it, kept as long as this connection is open. The operating
 * system drops it with the process, however that ends, which a file with a pid in it cannot promise. Each role has a
 * file of its own, so that one `api` and one `worker` may share a database when they are told to; who is both holds both
 * locks. Throws StoreError.
 */
export async function holdLock(lock: Connection): Promise<void> {
  try {
    await lock.read({ sql: "PRAGMA journal_mode = OFF" });
    await lock.read({ sql: "PRAGMA locking_mode = EXCLUSIVE" });
    await lock.read({ sql: "PRAGMA user_version = 1" });
  } catch (error) {
    if (error instanceof StoreError && error.code === "busy")
      throw new StoreError("busy", "another Posthorn process is using it");
    throw error;
  }
}

/** Lets go of it at once: a closed connection keeps its locks until the garbage collector comes by. */
export async function releaseLock(lock: Connection): Promise<void> {
  await lock.read({ sql: "PRAGMA locking_mode = NORMAL" });
  await lock.read({ sql: "SELECT count(*) FROM sqlite_schema" });
  lock.close();
}

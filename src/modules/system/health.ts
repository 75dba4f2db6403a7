import type { Store } from "../../db/store.ts";
import { StoreError } from "../../db/store.ts";

export type Phase = "starting" | "ready" | "draining";

/** Whether this process can do its work: what `/readyz` answers. */
export class Health {
  phase: Phase = "starting";
  private writable = true;

  /** The store, watched: a write that the disk refuses makes the process not ready until one succeeds. */
  watch(store: Store): Store {
    return {
      ...store,
      write: async (statements) => {
        try {
          const results = await store.write(statements);
          this.writable = true;
          return results;
        } catch (error) {
          if (error instanceof StoreError && error.code !== "invalid") this.writable = false;
          throw error;
        }
      },
    };
  }

  /** Why the process is not ready, in plain words, or null. Tries a write when the last one was refused. */
  async notReady(store: Store): Promise<string | null> {
    if (this.phase !== "ready") return `Posthorn is ${this.phase}.`;
    if (!this.writable) await probe(store);
    return this.writable ? null : "The database cannot be written.";
  }
}

/** Takes pages of its own, as an event does, so that it fails when the disk is full and leaves nothing when it is not. */
async function probe(store: Store): Promise<void> {
  const row = "'posthorn probe', hex(zeroblob(16384)), '{}', '{}', 0, 0";
  const insert = `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (${row})`;
  await store
    .write([{ sql: insert }, { sql: "DELETE FROM tenants WHERE id = 'posthorn probe'" }])
    .catch(() => undefined);
}

import init from "./migrations/0000_init.sql" with { type: "text" };
import contracts from "./migrations/0001_contracts.sql" with { type: "text" };
import scale from "./migrations/0002_scale.sql" with { type: "text" };
import catalogue from "./migrations/0003_catalogue.sql" with { type: "text" };
import log from "./migrations/0004_log.sql" with { type: "text" };
import outcomes from "./migrations/0005_outcomes.sql" with { type: "text" };
import { records, type Store, StoreError } from "./store.ts";

/** In order; a database's `user_version` is the number of them that it has had. */
export const migrations: readonly string[] = [init, contracts, scale, catalogue, log, outcomes];

/**
 * Brings the database up to what this executable knows, each migration in a transaction of its own. `copy` is called
 * first when rows are at stake. A database of a newer executable is refused, untouched.
 */
export async function migrate(store: Store, copy: (version: number) => Promise<void>): Promise<void> {
  const version = await userVersion(store);
  refuseNewer(version);
  if (version > 0 && version < migrations.length) await copy(version);
  for (let next = version; next < migrations.length; next++) await apply(store, next);
}

export function refuseNewer(version: number): void {
  if (version <= migrations.length) return;
  const versions = `(its schema is version ${version}, this one knows ${migrations.length})`;
  throw new StoreError("unavailable", `it was written by a newer Posthorn ${versions}; start that one`);
}

async function userVersion(store: Store): Promise<number> {
  const [row] = records<{ user_version: number }>(await store.read({ sql: "PRAGMA user_version" }));
  return row?.user_version ?? 0;
}

/** An `api` and a `worker` may start at the same time: what the other one has applied meanwhile fails here, and is done. */
async function apply(store: Store, index: number): Promise<void> {
  const statements = (migrations[index] ?? "").split("--> statement-breakpoint").map((sql) => ({ sql }));
  const group = [...statements, { sql: `PRAGMA user_version = ${index + 1}` }];
  await store.write(group).catch(async (error) => {
    if ((await userVersion(store)) <= index) throw error;
  });
}

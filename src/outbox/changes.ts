import { asc, gt, max, sql } from "drizzle-orm";
import type { Query } from "../db/query.ts";
import { changes } from "../db/schema.ts";
import type { Store } from "../db/store.ts";

/** Names of what was changed, by kind, and the version up to which these are all. */
export type Changes = Record<(typeof changes.$inferSelect)["kind"], Set<string>> & { version: number };

const FORGOTTEN = "changes forgotten";
const MARKED = "changes marked";

const cursorValue = (cursor: string) => `coalesce((SELECT value FROM cursors WHERE name = '${cursor}'), 0)`;

const moveTo = (
  cursor: string,
  value: string,
) => `INSERT INTO cursors (name, value) VALUES ('${cursor}', ${value})
  ON CONFLICT DO UPDATE SET value = excluded.value`;

/** The version of the newest change. To be read before what it is of: what is changed in between is read once more. */
export async function newestVersion(query: Query): Promise<number> {
  const [newest] = await query.select({ version: max(changes.version) }).from(changes);
  return newest?.version ?? 0;
}

/**
 * What was changed after `version`; null when some of it is not known any more. Versions are counted by the database, in the order of
 * its commits, so that no node's clock has a say.
 */
export async function changesAfter(query: Query, version: number): Promise<Changes | null> {
  const { kind, name, version: own } = changes;
  const rows = await query
    .select({ kind, name, version: own, forgotten: sql<number>`${sql.raw(cursorValue(FORGOTTEN))}` })
    .from(changes)
    .where(gt(own, version))
    .orderBy(asc(own));
  const last = rows.at(-1);
  if (last && version < last.forgotten) return null;
  const found: Changes = {
    ...{ webhook: new Set(), tenant: new Set(), event_type: new Set(), profile: new Set() },
    version: last?.version ?? version,
  };
  for (const { kind, name } of rows) found[kind].add(name);
  return found;
}

/**
 * Deletes the changes that were there the last time already: by then every node has read them, and one that has not reads everything.
 * The newest stays, for the next one's version is counted from it.
 */
export async function forgetChanges(store: Store): Promise<void> {
  const newest = "SELECT max(version) FROM changes";
  await store.write([
    { sql: moveTo(FORGOTTEN, cursorValue(MARKED)) },
    { sql: `DELETE FROM changes WHERE version <= ${cursorValue(FORGOTTEN)} AND version < (${newest})` },
    { sql: moveTo(MARKED, `coalesce((${newest}), 0)`) },
  ]);
}

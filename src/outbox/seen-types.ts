import { records, type Store, type Value } from "../db/store.ts";
import type { Registry } from "./registry.ts";

type Deps = { store: Store; registry: Registry };

const SEEN = `UPDATE event_types SET last_seen_at = max(coalesce(last_seen_at, 0), seen.value)
  FROM json_each(?) AS seen WHERE name = seen.key`;

/** Writes down when types were seen last: one statement, and each type at most once an hour. */
export async function noteSeenTypes({ store, registry }: Deps): Promise<void> {
  const seen = registry.catalogue.takeSeen();
  if (seen.size > 0) await store.write([{ sql: SEEN, args: [JSON.stringify(Object.fromEntries(seen))] }]);
}

/** Which undeclared types: those of one tenant's events, or all, that were last seen before (epoch ms), or whenever it was. */
export type Unseen = { tenant: string | null; before: number | null };

const LEAST =
  "declared = 0 AND (?1 IS NULL OR tenant = ?1) AND (?2 IS NULL OR coalesce(last_seen_at, created_at) < ?2)";

/** Each deletion is a change that other processes read, so a flood is deleted in portions. */
const CHUNK = 500;

/** Deletes undeclared types. Returns how many. The next event of such a type brings it back. */
export async function pruneTypes({ store, registry }: Deps, { tenant, before }: Unseen): Promise<number> {
  const args: Value[] = [tenant, before];
  const sql = `DELETE FROM event_types WHERE seq IN (SELECT seq FROM event_types WHERE ${LEAST} LIMIT ${CHUNK}) RETURNING name`;
  await noteSeenTypes({ store, registry });
  for (let pruned = 0; ; ) {
    const [result] = await store.write([{ sql, args }]);
    const names = result ? records<{ name: string }>(result).map(({ name }) => name) : [];
    registry.forgetTypes(names);
    pruned += names.length;
    if (names.length < CHUNK) return pruned;
  }
}

/** How many `pruneTypes` would delete. */
export async function countTypes({ store, registry }: Deps, { tenant, before }: Unseen): Promise<number> {
  await noteSeenTypes({ store, registry });
  const sql = `SELECT count(*) AS count FROM event_types WHERE ${LEAST}`;
  const [row] = records<{ count: number }>(await store.read({ sql, args: [tenant, before] }));
  return row?.count ?? 0;
}

import { records, type Store } from "../db/store.ts";
import { type Happening, MAIL_CURSOR, mailedKinds } from "../outbox/happening.ts";

/** A happening as it is kept; `data` is JSON text. */
export type HappeningRow = Omit<Happening, "data"> & { seq: number; data: string };

const ROW = "SELECT seq, id, kind, tenant, webhook, delivery, data, created_at AS at FROM happenings";

/** The oldest that are not events yet. */
export async function unpublished(store: Store, limit: number): Promise<HappeningRow[]> {
  const sql = `${ROW} WHERE published_at IS NULL ORDER BY seq LIMIT ?`;
  return records<HappeningRow>(await store.read({ sql, args: [limit] }));
}

export async function markPublished(store: Store, seqs: number[], now: number): Promise<void> {
  const sql = "UPDATE happenings SET published_at = ? WHERE seq IN (SELECT value FROM json_each(?))";
  await store.write([{ sql, args: [now, JSON.stringify(seqs)] }]);
}

/** How `mailed_at` says that there was nobody to mail. */
const NOBODY = 0;

const MAILED = `kind IN (${mailedKinds.map((kind) => `'${kind}'`).join(", ")})`;
const UNMAILED = "mailed_at IS NULL";

/** Closes what nobody gets mail about: it is not sent later, when somebody may. `tenants` null is all. */
export async function closeUnmailed(store: Store, tenants: string[] | null): Promise<void> {
  const among = tenants ? "AND tenant IN (SELECT value FROM json_each(?))" : "";
  const args = tenants ? [JSON.stringify(tenants)] : [];
  await store.write([
    { sql: `UPDATE happenings SET mailed_at = ${NOBODY} WHERE ${UNMAILED} ${among}`, args },
  ]);
}

export async function closeOtherKinds(store: Store): Promise<void> {
  await store.write([
    { sql: `UPDATE happenings SET mailed_at = ${NOBODY} WHERE ${UNMAILED} AND NOT ${MAILED}` },
  ]);
}

/** Whose happenings wait for mail, with the addresses that each tenant gives. */
export async function waitingTenants(store: Store): Promise<Map<string, string[]>> {
  const sql = `SELECT h.tenant, t.notify FROM (SELECT DISTINCT tenant FROM happenings WHERE ${UNMAILED}) h
    LEFT JOIN tenants t ON t.id = h.tenant`;
  const rows = records<{ tenant: string; notify: string | null }>(await store.read({ sql }));
  return new Map(rows.map(({ tenant, notify }) => [tenant, emailsOf(notify)]));
}

function emailsOf(notify: string | null): string[] {
  const { emails = [] } = JSON.parse(notify ?? "{}") as { emails?: string[] };
  return emails;
}

/** What waits for one recipient: the oldest ones, how many there are in all, and the last one's `seq`. */
export type Waiting = { first: HappeningRow[]; count: number; last: number };

/** What of these tenants waits for mail and is younger than `after`, at most `limit` of it as rows. */
export async function waitingFor(
  store: Store,
  tenants: string[],
  after: number,
  limit: number,
): Promise<Waiting> {
  const where = `WHERE ${UNMAILED} AND ${MAILED} AND seq > ? AND tenant IN (SELECT value FROM json_each(?))`;
  const args = [after, JSON.stringify(tenants)];
  const [total] = records<{ count: number; last: number | null }>(
    await store.read({ sql: `SELECT count(*) AS count, max(seq) AS last FROM happenings ${where}`, args }),
  );
  const last = total?.last ?? after;
  const sql = `${ROW} ${where} AND seq <= ? ORDER BY seq LIMIT ?`;
  const first = records<HappeningRow>(await store.read({ sql, args: [...args, last, limit] }));
  return { first, count: total?.count ?? 0, last };
}

/** Closes what all of a tenant's recipients have, up to `seq`. */
export async function markMailed(store: Store, tenant: string, seq: number, now: number): Promise<void> {
  const sql = `UPDATE happenings SET mailed_at = ? WHERE ${UNMAILED} AND ${MAILED} AND tenant = ? AND seq <= ?`;
  await store.write([{ sql, args: [now, tenant, seq] }]);
}

/** How far each recipient has been told, by address in small letters: the `seq` of the last happening that the mail server took for it. */
export async function readTold(store: Store): Promise<Map<string, number>> {
  const sql = `SELECT substr(name, ${MAIL_CURSOR.length + 1}) AS address, value FROM cursors WHERE name >= ? AND name < ?`;
  const rows = records<{ address: string; value: number }>(
    await store.read({ sql, args: [MAIL_CURSOR, `${MAIL_CURSOR}\u{10ffff}`] }),
  );
  return new Map(rows.map(({ address, value }) => [address, value]));
}

/** Not beyond the newest happening: those that were told of may have been deleted since, and their places are given anew. */
export async function markTold(store: Store, address: string, seq: number): Promise<void> {
  const sql = `INSERT INTO cursors (name, value) VALUES (?, min(?, (SELECT coalesce(max(seq), 0) FROM happenings)))
    ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`;
  await store.write([{ sql, args: [MAIL_CURSOR + address.toLowerCase(), seq] }]);
}

/**
 * Of several processes only one sends mail at a time: true when this one may until `until` (epoch ms). `mine` is the `until` of
 * its last turn, which it may take up again.
 */
export async function takeTurn(store: Store, now: number, until: number, mine: number): Promise<boolean> {
  const sql = `INSERT INTO cursors (name, value) VALUES ('mail turn', ?) ON CONFLICT (name)
    DO UPDATE SET value = excluded.value WHERE value <= ? OR value = ? RETURNING value`;
  const [result] = await store.write([{ sql, args: [until, now, mine] }]);
  return (result?.rows.length ?? 0) > 0;
}

export async function endTurn(store: Store, mine: number): Promise<void> {
  await store.write([
    { sql: "UPDATE cursors SET value = 0 WHERE name = 'mail turn' AND value = ?", args: [mine] },
  ]);
}

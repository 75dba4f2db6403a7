import type { Result, Statement, Store, Value } from "../db/store.ts";

/** The kinds that people get mail about: a webhook in trouble, or out of it. */
export const mailedKinds = [
  "delivery.exhausted",
  "webhook.failing",
  "webhook.disabled",
  "webhook.recovered",
  "webhook.verification_failed",
] as const;

/** What is listed unless something else is asked for. */
export const shownKinds = [...mailedKinds, "tenant.event_types_full"] as const;

export const happeningKinds = [
  ...shownKinds,
  "webhook.created",
  "webhook.updated",
  "webhook.deleted",
] as const;

/** What operators, and tenants about their own, can be told of. Source: README, "API". */
export type HappeningKind = (typeof happeningKinds)[number];

/** `id` becomes that of the event in the tenant `_operator`; `data` its data. `at` is epoch milliseconds. */
export type Happening = {
  id: string;
  kind: HappeningKind;
  tenant: string;
  webhook: string | null;
  delivery: string | null;
  data: Record<string, unknown>;
  at: number;
};

/** In whose name operators subscribe to happenings. Callers publish nothing there. */
export const OPERATOR_TENANT = "_operator";

const INTO = "INSERT INTO happenings (id, kind, tenant, webhook, delivery, data, created_at)";

/** One more statement for the transaction that makes it happen. */
export function insertHappening({ id, kind, tenant, webhook, delivery, data, at }: Happening): Statement {
  const args = [id, kind, tenant, webhook, delivery, JSON.stringify(data), at];
  return { sql: `${INTO} VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`, args };
}

/** A column of epoch milliseconds as the API writes moments. */
const moment = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

/** SQL for a webhook `w` as happenings name it. */
export const WEBHOOK = "json_object('id', w.id, 'url', w.url, 'description', w.description)";

/** SQL for the data that all happenings about the health of a webhook `w` have. */
export const HEALTH = `json_object('tenant', w.tenant, 'webhook', ${WEBHOOK},
  'consecutive_failures', w.consecutive_failures, 'failing_since', ${moment("w.failing_since")})`;

/** A part of a statement about the webhook `w`. */
export type Fragment = { sql: string; args: readonly Value[] };

/** `more` are further members of its data, none of them null. */
export type Told = Pick<Happening, "id" | "kind" | "at"> & { more: Record<string, unknown> };

/** A change of one webhook and what is told of it, for one transaction: both where `when` holds, else neither. */
export function tellingChange(webhook: string, set: Fragment, when: Fragment, told: Told): Statement[] {
  const { id, kind, at, more } = told;
  return [
    {
      sql: `${INTO} SELECT ?, ?, w.tenant, w.id, NULL, json_patch(${HEALTH}, ?), ? FROM webhooks w
        WHERE w.id = ? AND ${when.sql} RETURNING id`,
      args: [id, kind, JSON.stringify(more), at, webhook, ...when.args],
    },
    changeOf(webhook, set, when),
  ];
}

/** The change alone. */
export function changeOf(webhook: string, set: Fragment, when: Fragment): Statement {
  const args = [...set.args, webhook, ...when.args];
  return { sql: `UPDATE webhooks AS w SET ${set.sql} WHERE w.id = ? AND ${when.sql} RETURNING id`, args };
}

/** A store that calls `wake` after each write that made something happen: whoever writes one need not think of who tells it. */
export function watchHappenings(store: Store, wake: () => void): Store {
  const happened = ({ sql }: Statement, result: Result | undefined) =>
    sql.includes("INTO happenings") && result !== undefined && result.rows.length > 0;
  return {
    ...store,
    write: async (statements) => {
      const results = await store.write(statements);
      if (statements.some((statement, i) => happened(statement, results[i]))) wake();
      return results;
    },
  };
}

/** Before an address in the names of the cursors that say how far each recipient of mail has been told. */
export const MAIL_CURSOR = "mail to ";

const LAST = "(SELECT coalesce(max(seq), 0) FROM happenings)";

/**
 * To stand behind every statement that deletes happenings, in the same transaction. When the last rows go, SQLite gives their
 * `seq` to the next ones: without this nobody would get mail about those.
 */
export const holdMailCursors: Statement = {
  sql: `UPDATE cursors SET value = ${LAST} WHERE name >= ? AND name < ? AND value > ${LAST}`,
  args: [MAIL_CURSOR, `${MAIL_CURSOR}\u{10ffff}`],
};

/** The first one that is to be kept. */
const FIRST_KEPT = "SELECT seq FROM happenings WHERE created_at >= ? ORDER BY seq LIMIT 1";
const CHUNK = 1000;

/** Deletes what happened before `before` (epoch ms) and became an event, in small portions. Returns how many. */
export async function pruneHappenings(store: Store, before: number): Promise<number> {
  const sql = `DELETE FROM happenings WHERE seq IN (SELECT seq FROM happenings WHERE published_at IS NOT NULL
    AND seq < coalesce((${FIRST_KEPT}), ${Number.MAX_SAFE_INTEGER}) ORDER BY seq LIMIT ${CHUNK}) RETURNING seq`;
  for (let pruned = 0; ; ) {
    const [result] = await store.write([{ sql, args: [before] }, holdMailCursors]);
    const rows = result?.rows.length ?? 0;
    pruned += rows;
    if (rows < CHUNK) return pruned;
  }
}

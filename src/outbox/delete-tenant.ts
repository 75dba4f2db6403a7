import { records, type Statement, type Store } from "../db/store.ts";
import { HELD, type Hold, heldArgs } from "./jobs/lease.ts";
import { type Next, nothingMore, type Portion } from "./jobs/portion.ts";
import type { Work } from "./jobs/work.ts";

/** Other processes learn within five seconds that a tenant is being deleted; till then they may still write for it. */
const SETTLE_MS = 10_000;

/** Events a portion, and deliveries with them, about: few, so that ingest goes on in between. */
const MAX_EVENTS = 200;
const MAX_ROWS = 1000;

/**
 * From this transaction on a tenant is being deleted: it takes nothing more, its webhooks get nothing, and whoever held a key or a
 * session of it is out; other jobs of it stop. The first statement returns a row unless that was so before.
 */
export function markDeleted(tenant: string, now: number): Statement[] {
  return [
    {
      sql: "UPDATE tenants SET deleting_at = ? WHERE id = ? AND deleting_at IS NULL RETURNING id",
      args: [now, tenant],
    },
    {
      sql: "UPDATE webhooks SET deleted_at = ?, updated_at = ? WHERE tenant = ? AND deleted_at IS NULL",
      args: [now, now, tenant],
    },
    { sql: `DELETE FROM webhook_secrets WHERE webhook_seq IN (${WEBHOOKS})`, args: [tenant] },
    { sql: "DELETE FROM api_keys WHERE tenant = ?", args: [tenant] },
    { sql: "DELETE FROM portal_sessions WHERE tenant = ?", args: [tenant] },
    {
      sql: `UPDATE jobs SET status = 'stopped', updated_at = ?, completed_at = ?, lease_owner = NULL, lease_until = NULL
        WHERE tenant = ? AND status = 'running'`,
      args: [now, now, tenant],
    },
  ];
}

const WEBHOOKS = "SELECT seq FROM webhooks WHERE tenant = ?";

/** What is the tenant's beside its events, in an order that foreign keys allow; the job that deletes it stays. */
const belongings: [table: string, condition: string][] = [
  ["attempt_stats", `webhook_seq IN (${WEBHOOKS})`],
  ["webhooks", "tenant = ?"],
  ["event_stats", "tenant = ?"],
  ["happenings", "tenant = ?"],
  ["event_types", "declared = 0 AND tenant = ?"],
  ["jobs", "tenant = ? AND (kind <> 'delete_tenant' OR status <> 'running')"],
];

/** Who did what and when outlives the tenant, or a deletion would cover up what was done before; the tenant's data does not. */
const AUDITED = "tenant = ? AND (before IS NOT NULL OR after IS NOT NULL)";

const removals = [
  ...belongings.map(([table, condition]) => ({ verb: `DELETE FROM ${table}`, table, condition })),
  { verb: "UPDATE audit_log SET before = NULL, after = NULL", table: "audit_log", condition: AUDITED },
];

/** A tenant that was made anew after this one was gone is another. */
const DELETING = "EXISTS (SELECT 1 FROM tenants t WHERE t.id = ? AND t.deleting_at IS NOT NULL)";

/** Deletes the next of a tenant's rows, its events first and itself last. */
export const deleteNext: Work<"delete_tenant"> = async ({ store }, { tenant, cursor }, hold, now) => {
  const since = tenant === null ? null : await deletingSince(store, tenant);
  if (tenant === null || since === null) return nothingMore(cursor);
  return (
    (await someEvents(store, tenant, hold)) ??
    (await someBelongings(store, tenant, hold)) ??
    itself(tenant, since, hold, now)
  );
};

async function deletingSince(store: Store, tenant: string): Promise<number | null> {
  const { rows } = await store.read({ sql: "SELECT deleting_at FROM tenants WHERE id = ?", args: [tenant] });
  return (rows[0]?.[0] as number | null | undefined) ?? null;
}

const WINDOW = `SELECT max(seq) AS last FROM (SELECT seq, sum(delivery_count + 1) OVER (ORDER BY seq) - delivery_count AS rows_before
    FROM (SELECT seq, delivery_count FROM events WHERE tenant = ? ORDER BY seq LIMIT ${MAX_EVENTS}))
  WHERE rows_before <= ${MAX_ROWS}`;

/** Deliveries and attempts go with their event. */
async function someEvents(store: Store, tenant: string, hold: Hold): Promise<Portion | null> {
  const [window] = records<{ last: number | null }>(await store.read({ sql: WINDOW, args: [tenant] }));
  if (!window || window.last === null) return null;
  const sql = `DELETE FROM events WHERE tenant = ? AND seq <= ? AND ${HELD} AND ${DELETING}`;
  const effect = { sql, args: [tenant, window.last, ...heldArgs(hold), tenant] };
  return { ...step(effect), counts: true, cursor: window.last };
}

async function someBelongings(store: Store, tenant: string, hold: Hold): Promise<Portion | null> {
  for (const { verb, table, condition } of removals) {
    const sql = `SELECT EXISTS (SELECT 1 FROM ${table} WHERE ${condition})`;
    const { rows } = await store.read({ sql, args: [tenant] });
    if (rows[0]?.[0] !== 1) continue;
    const some = `rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${MAX_ROWS})`;
    return step({
      sql: `${verb} WHERE ${some} AND ${HELD} AND ${DELETING}`,
      args: [tenant, ...heldArgs(hold), tenant],
    });
  }
  return null;
}

/** Only when nothing of it is left; an event that came in between brings another round. */
function itself(tenant: string, since: number, hold: Hold, now: number): Next {
  if (now < since + SETTLE_MS) return { kind: "wait", ms: since + SETTLE_MS - now };
  const sql = `DELETE FROM tenants WHERE id = ? AND deleting_at IS NOT NULL AND ${HELD}
    AND NOT EXISTS (SELECT 1 FROM events e WHERE e.tenant = tenants.id)
    AND NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant = tenants.id)`;
  return step({ sql, args: [tenant, ...heldArgs(hold)] });
}

const step = (effect: Statement): Portion => ({
  ...{ kind: "portion", effect: [effect], counts: false, cursor: 0, over: false, handed: [] },
});

import { records, type Store } from "../../db/store.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import { judge, type WatchedRow, worst } from "./attention.ts";
import type { Stats } from "./model.ts";

/** Where nothing has failed since the last success, the profile has no say in the state: such webhooks are only counted. */
const quietSql = (
  tenant: string,
) => `SELECT status, last_success_at IS NULL AND last_failure_at IS NULL AS idle,
    count(*) AS count
  FROM webhooks WHERE deleted_at IS NULL AND consecutive_failures = 0 AND status IN ('active', 'paused') ${tenant}
  GROUP BY status, idle`;

const watchedSql = (tenant: string) => `SELECT w.id, w.tenant, w.url, w.status, w.status_reason, w.profile,
    t.profile AS tenant_profile, w.consecutive_failures, w.failing_since, w.last_success_at, w.last_failure_at
  FROM webhooks w JOIN tenants t ON t.id = w.tenant
  WHERE w.deleted_at IS NULL AND (w.consecutive_failures > 0 OR w.status NOT IN ('active', 'paused')) ${tenant}`;

type Quiet = { status: string; idle: number; count: number };

/** How many webhooks there are of each status and health, and which of them need somebody. Throws StoreError. */
export async function webhookStates(
  { store, profiles }: { store: Store; profiles: Profiles },
  tenant: string | null,
): Promise<Stats["webhooks"]> {
  const of = tenant === null ? [] : [tenant];
  const [quiet, watched] = await Promise.all([
    store.read({ sql: quietSql(tenant === null ? "" : "AND tenant = ?"), args: of }),
    store.read({ sql: watchedSql(tenant === null ? "" : "AND w.tenant = ?"), args: of }),
  ]);
  const byStatus = { active: 0, paused: 0, unverified: 0, disabled: 0 };
  const byHealth = { idle: 0, healthy: 0, warning: 0, failing: 0 };
  for (const { status, idle, count } of records<Quiet>(quiet)) {
    add(byStatus, status, count);
    add(byHealth, idle ? "idle" : "healthy", count);
  }
  const judged = records<WatchedRow>(watched).map((row) => judge(profiles, row));
  for (const { status, state } of judged) {
    add(byStatus, status, 1);
    add(byHealth, state, 1);
  }
  return { by_status: byStatus, by_health: byHealth, attention: worst(judged) };
}

function add(counts: Record<string, number>, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count;
}

import type { Clock } from "../../clock.ts";
import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import type { AuditAction } from "./actions.ts";
import { sidesOf } from "./shown.ts";

/** What somebody did: `action` such as `webhook.updated`, `target` the id of what it was done to. */
export type Deed = {
  action: AuditAction;
  /** Null is what all tenants share. */
  tenant: string | null;
  target: string;
  /** The resource as the API shows it; null where there was none. Secrets are left out, and what stayed the same. */
  before: object | null;
  after: object | null;
};

const INSERT = `INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, address, action, tenant, target, before, after)
  SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?`;

/**
 * One more statement for the transaction that makes the change, so that nothing is done without being written down. With `when`,
 * a query, there is an entry only if it finds a row: for changes that somebody else may have made first.
 */
export function auditEntry(
  { clock }: { clock: Clock },
  { kind, id, name, address }: Principal,
  { action, tenant, target, before, after }: Deed,
  when?: Statement,
): Statement {
  const sides = sidesOf(before, after).map((side) => side && JSON.stringify(side));
  const args = [clock.now(), kind, id, name, address, action, tenant, target, ...sides];
  if (!when) return { sql: INSERT, args };
  return { sql: `${INSERT} WHERE EXISTS (${when.sql})`, args: [...args, ...(when.args ?? [])] };
}

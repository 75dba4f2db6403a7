import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { auditLog } from "../../db/schema.ts";
import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";

/** What somebody did: `action` such as `webhook.updated`, `target` the id of what it was done to. */
export type Deed = {
  action: string;
  /** Null is what all tenants share. */
  tenant: string | null;
  target: string;
  /** The resource as the API shows it, secrets left out; null where there was none. */
  before: object | null;
  after: object | null;
};

/** One more statement for the transaction that makes the change, so that nothing is done without being written down. */
export function auditEntry(
  { query, clock }: { query: Query; clock: Clock },
  { kind, id, name, address }: Principal,
  deed: Deed,
): Statement {
  const actor = { actorKind: kind, actorId: id, actorName: name, address };
  return statement(query.insert(auditLog).values({ at: clock.now(), ...actor, ...deed }));
}

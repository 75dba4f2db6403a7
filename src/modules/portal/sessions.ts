import { and, eq, gt, isNull } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import { portalSessions, tenants } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import type { Scope } from "../../http/scopes.ts";
import { hashKey } from "../api-keys/keyring.ts";

export type SessionRow = typeof portalSessions.$inferSelect;

const READ: readonly Scope[] = ["webhooks:read", "deliveries:read", "events:read"];
const WRITE: readonly Scope[] = ["webhooks:write", "deliveries:write"];

/** What a session may do. */
export const portalScopes = (readOnly: boolean): readonly Scope[] => (readOnly ? READ : [...READ, ...WRITE]);

/** Who holds a portal session: the tenant's own people. */
export function portalPrincipal({ id, tenant, readOnly }: SessionRow): Principal {
  return {
    kind: "portal",
    id,
    name: `portal of ${tenant}`,
    address: null,
    scopes: new Set(portalScopes(readOnly)),
    tenant,
    eventTypes: null,
    appUser: null,
  };
}

/** The portal sessions that are open, read from the database each time, by hash. */
export class PortalSessions {
  constructor(private readonly deps: { store: Store; query: Query; clock: Clock }) {}

  /** Who holds the session with this token; undefined when there is none, or not any more. */
  async find(token: string): Promise<Principal | undefined> {
    const { query, clock } = this.deps;
    const [row] = await query
      .select({ session: portalSessions })
      .from(portalSessions)
      .innerJoin(tenants, and(eq(tenants.id, portalSessions.tenant), isNull(tenants.deletingAt)))
      .where(and(eq(portalSessions.sessionHash, hashKey(token)), gt(portalSessions.expiresAt, clock.now())));
    return row && portalPrincipal(row.session);
  }

  /** Deletes those that have expired by `now`, links that nobody opened among them. */
  async prune(now: number): Promise<void> {
    await this.deps.store.write([{ sql: "DELETE FROM portal_sessions WHERE expires_at <= ?", args: [now] }]);
  }
}

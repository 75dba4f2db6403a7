import { and, eq, gt } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import { userSessions, users } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import type { Role } from "../../http/roles.ts";
import { type Scope, scopes } from "../../http/scopes.ts";
import { hashKey } from "../api-keys/keyring.ts";
import type { UserRow } from "../users/service.ts";

export type SessionRow = typeof userSessions.$inferSelect;

const HOUR_MS = 3_600_000;
/** A session that nobody uses for so long ends. */
export const IDLE_MS = 12 * HOUR_MS;
/** However much it is used, a session ends then. */
export const LONGEST_MS = 30 * 24 * HOUR_MS;
/** The last use is written down at most so often. */
const TOUCH_MS = 60_000;

const READ: readonly Scope[] = ["webhooks:read", "deliveries:read", "events:read"];

/** What only some of those with every scope may do is up to their role: `http/rights.ts`. */
const scopesOf: Record<Role, readonly Scope[]> = { owner: scopes, operator: scopes, viewer: READ };

/** Somebody who has signed in, by their session. */
export function userPrincipal({ id, email, role }: UserRow, session: string): Principal {
  const unbound = { tenant: null, eventTypes: null, appUser: null };
  const user = { role, session };
  return { kind: "user", id, name: email, address: null, scopes: new Set(scopesOf[role]), ...unbound, user };
}

/** Epoch milliseconds at which a session ends unless it is used before. */
export const endOf = ({ lastSeenAt, expiresAt }: SessionRow) => Math.min(lastSeenAt + IDLE_MS, expiresAt);

const TOUCH = "UPDATE user_sessions SET last_seen_at = ?1 WHERE id = ?2 AND last_seen_at < ?1";

/** The sessions of people who have signed in, read from the database each time, by hash. */
export class UserSessions {
  private readonly touching = new Set<string>();

  constructor(private readonly deps: { store: Store; query: Query; clock: Clock }) {}

  /** Who holds the session with this token; undefined when there is none, or not any more. That it is used keeps it. */
  async find(token: string): Promise<Principal | undefined> {
    const { query, clock } = this.deps;
    const now = clock.now();
    const isOpen = and(gt(userSessions.expiresAt, now), gt(userSessions.lastSeenAt, now - IDLE_MS));
    const [row] = await query
      .select({ session: userSessions, user: users })
      .from(userSessions)
      .innerJoin(users, eq(users.seq, userSessions.userSeq))
      .where(and(eq(userSessions.hash, hashKey(token)), isOpen));
    if (!row) return undefined;
    if (row.session.lastSeenAt <= now - TOUCH_MS) await this.touch(row.session.id, now);
    return userPrincipal(row.user, row.session.id);
  }

  /** Once for all the requests with which a page begins. A database that cannot be written keeps nobody from reading. */
  private async touch(id: string, now: number): Promise<void> {
    if (this.touching.has(id)) return;
    this.touching.add(id);
    await this.deps.store.write([{ sql: TOUCH, args: [now, id] }]).catch(() => undefined);
    this.touching.delete(id);
  }

  /** Deletes those that have ended by `now`. */
  async prune(now: number): Promise<void> {
    const sql = "DELETE FROM user_sessions WHERE expires_at <= ? OR last_seen_at <= ?";
    await this.deps.store.write([{ sql, args: [now, now - IDLE_MS] }]);
  }
}

import { and, desc, eq, gt, ne } from "drizzle-orm";
import { statement } from "../../db/query.ts";
import { userSessions, users } from "../../db/schema.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import { refuseGuessable, type UserRow, type UsersDeps } from "../users/service.ts";
import type { PasswordChange, Session, SessionList } from "./model.ts";
import { endOf, IDLE_MS, type SessionRow } from "./sessions.ts";

type Own = { session: SessionRow; user: UserRow };

/** The session of the request, and whose it is. Throws 401 when it has just ended. */
async function ownSession({ query }: UsersDeps, { user }: Principal): Promise<Own> {
  const [row] = await query
    .select({ session: userSessions, user: users })
    .from(userSessions)
    .innerJoin(users, eq(users.seq, userSessions.userSeq))
    .where(eq(userSessions.id, user?.session ?? ""));
  if (row) return row;
  throw new Problem("session_ended", "The session has expired or was revoked. Sign in again.");
}

export async function currentSession(deps: UsersDeps, principal: Principal): Promise<Session> {
  const { session, user } = await ownSession(deps, principal);
  return presentSession(user, endOf(session));
}

/** `ends`: epoch milliseconds. */
export function presentSession({ id, email, name, role }: UserRow, ends: number): Session {
  return { user: { id, email, name, role }, expires: iso(ends) };
}

/** The caller's own sessions that are open, newest first; nobody has more than one page of them. */
export async function listSessions(deps: UsersDeps, principal: Principal): Promise<SessionList> {
  const { session: current } = await ownSession(deps, principal);
  const now = deps.clock.now();
  const isOpen = and(gt(userSessions.expiresAt, now), gt(userSessions.lastSeenAt, now - IDLE_MS));
  const rows = await deps.query
    .select()
    .from(userSessions)
    .where(and(eq(userSessions.userSeq, current.userSeq), isOpen))
    .orderBy(desc(userSessions.seq));
  return { data: rows.map((row) => presentEntry(row, current)), next_cursor: null };
}

function presentEntry(row: SessionRow, current: SessionRow): SessionList["data"][number] {
  return {
    id: row.id,
    address: row.address,
    user_agent: row.userAgent,
    created: iso(row.createdAt),
    last_seen: iso(row.lastSeenAt),
    expires: iso(endOf(row)),
    current: row.id === current.id,
  };
}

/** Ends the session of the request. */
export async function endSession(deps: UsersDeps, principal: Principal): Promise<void> {
  const id = principal.user?.session ?? "";
  const deed: Deed = { action: "session.ended", tenant: null, target: id, before: null, after: null };
  const removal = deps.query.delete(userSessions).where(eq(userSessions.id, id));
  await deps.store.write([statement(removal), auditEntry(deps, principal, deed, ifChanged)]);
}

/** Ends every session of the caller, this one too. */
export async function endAllSessions(deps: UsersDeps, principal: Principal): Promise<void> {
  const { session } = await ownSession(deps, principal);
  const deed: Deed = {
    action: "sessions.ended",
    tenant: null,
    target: principal.id,
    before: null,
    after: null,
  };
  const removal = deps.query.delete(userSessions).where(eq(userSessions.userSeq, session.userSeq));
  await deps.store.write([statement(removal), auditEntry(deps, principal, deed, ifChanged)]);
}

const CHANGE =
  "UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ? AND password_hash = ? RETURNING id";

/** Changes the caller's own password; every session of theirs but this one ends. Throws 422, 429. */
export async function changePassword(
  deps: UsersDeps,
  principal: Principal,
  { current, new: next }: PasswordChange,
): Promise<void> {
  const { session, user } = await ownSession(deps, principal);
  refuseGuessable(next, user.email, "/new");
  if (!(await deps.passwords.matches(current, user.passwordHash))) throw wrongPassword();
  const hash = await deps.passwords.hash(next);
  const others = and(eq(userSessions.userSeq, user.seq), ne(userSessions.id, session.id));
  const deed: Deed = {
    action: "user.password_changed",
    tenant: null,
    target: user.id,
    before: null,
    after: null,
  };
  const [changed] = await deps.store.write([
    { sql: CHANGE, args: [hash, deps.clock.now(), user.id, user.passwordHash] },
    auditEntry(deps, principal, deed, ifChanged),
    statement(deps.query.delete(userSessions).where(others)),
  ]);
  // It was changed while the new one was hashed.
  if (changed?.rows.length !== 1) throw wrongPassword();
}

const wrongPassword = () => invalid([{ pointer: "/current", detail: "is not your password" }]);

import { randomBytes } from "node:crypto";
import { hashKey } from "../api-keys/keyring.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import type { UserRow, UsersDeps } from "../users/service.ts";
import { LONGEST_MS, userPrincipal } from "./sessions.ts";

/** Who signs in, as far as it is known before; the address is null where that is not. */
export type Visitor = { address: string | null; userAgent: string };

export type Begun = { user: UserRow; token: string; maxAgeSeconds: number };

/** 256 random bits; the database keeps their hash. */
export const newToken = () => randomBytes(32).toString("base64url");

/** With the password that was verified: one that was changed meanwhile begins nothing. */
const BEGIN = `INSERT INTO user_sessions (id, user_seq, hash, address, user_agent, created_at, last_seen_at, expires_at)
  SELECT ?1, seq, ?2, ?3, ?4, ?5, ?5, ?6 FROM users WHERE id = ?7 AND password_hash = ?8`;
const NOTE = "UPDATE users SET last_sign_in_at = ? WHERE id = ? AND changes() > 0";

/** So many sessions a user has at most: the one begun first makes room. */
const MOST = 50;
const MAKE_ROOM = `DELETE FROM user_sessions WHERE seq IN
  (SELECT seq FROM user_sessions WHERE user_seq = ? ORDER BY seq DESC LIMIT -1 OFFSET ${MOST})`;

/** Begins a session of `user`, whose password was verified. Undefined when that is not the password any more. */
export async function beginSession(
  deps: UsersDeps,
  user: UserRow,
  { address, userAgent }: Visitor,
): Promise<Begun | undefined> {
  const [token, id, now] = [newToken(), deps.newId("ses"), deps.clock.now()];
  const times = [now, now + LONGEST_MS];
  const principal = { ...userPrincipal(user, id), address };
  const deed: Deed = { action: "session.created", tenant: null, target: id, before: null, after: null };
  await deps.store.write([
    { sql: BEGIN, args: [id, hashKey(token), address, userAgent, ...times, user.id, user.passwordHash] },
    auditEntry(deps, principal, deed, ifChanged),
    { sql: NOTE, args: [now, user.id] },
    { sql: MAKE_ROOM, args: [user.seq] },
  ]);
  const { rows } = await deps.store.read({ sql: "SELECT 1 FROM user_sessions WHERE id = ?", args: [id] });
  return rows.length === 0 ? undefined : { user, token, maxAgeSeconds: LONGEST_MS / 1000 };
}

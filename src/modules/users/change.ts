import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import type { ChangedUser, User } from "./model.ts";
import {
  emailKey,
  findUser,
  presentUser,
  refuseGuessable,
  type UserRow,
  type UsersDeps,
  userExists,
  userRow,
} from "./service.ts";

/** Somebody else is an owner too. The database judges it: two owners may remove each other at the same time. */
const OTHER_OWNER = "EXISTS (SELECT 1 FROM users o WHERE o.role = 'owner' AND o.id <> users.id)";

/** Null leaves what is there: somebody else may be changing it, and a password takes its time to be hashed. */
const UPDATE = `UPDATE users SET email = coalesce(?1, email), name = coalesce(?2, name), role = coalesce(?3, role),
    password_hash = coalesce(?4, password_hash), updated_at = ?5 WHERE id = ?6
  AND (coalesce(?3, 'owner') = 'owner' OR role <> 'owner' OR ${OTHER_OWNER})
  AND NOT EXISTS (SELECT 1 FROM users o WHERE o.email = ?1 AND o.id <> ?6)`;

/** After the entry of the audit log, which is there only if the user was changed. */
const END_SESSIONS = `DELETE FROM user_sessions WHERE user_seq = ? AND changes() > 0`;

/** Changes a user; another role or password ends every session of theirs at once. Throws 404, 409, 422, 429. */
export async function updateUser(
  deps: UsersDeps,
  principal: Principal,
  id: string,
  input: ChangedUser,
): Promise<User> {
  const { password, name = null, role = null } = input;
  const email = input.email === undefined ? null : emailKey(input.email);
  const old = await userRow(deps, id);
  if (password !== undefined) refuseGuessable(password, email ?? old.email, "/password");
  const hash = password === undefined ? null : await deps.passwords.hash(password);
  const isNewPassword = hash !== null;
  const wanted = { ...presentUser(old), ...given({ email, name, role }) };
  const after = { ...wanted, ...(isNewPassword && { password: "changed" }) };
  const deed: Deed = { action: "user.updated", tenant: null, target: id, before: presentUser(old), after };
  const args = [email, name, role, hash, deps.clock.now(), id];
  const endsSessions = isNewPassword || (role !== null && role !== old.role);
  const end: Statement[] = endsSessions ? [{ sql: END_SESSIONS, args: [old.seq] }] : [];
  await deps.store.write([{ sql: UPDATE, args }, auditEntry(deps, principal, deed, ifChanged), ...end]);
  return presentUser(await done(deps, id, { email, role }));
}

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** The user as they are now. Throws what the database has kept from being done. */
async function done(
  deps: UsersDeps,
  id: string,
  { email, role }: { email: string | null; role: string | null },
): Promise<UserRow> {
  const now = await findUser(deps, id);
  if (!now) throw notFound("user with this id");
  if (role !== null && now.role !== role) throw lastOwner();
  if (email !== null && now.email !== email) throw userExists(email);
  return now;
}

const DELETE = `DELETE FROM users WHERE id = ? AND (role <> 'owner' OR ${OTHER_OWNER})`;

/** Deletes a user with their sessions, which end at once. Throws 404, 409. */
export async function deleteUser(deps: UsersDeps, principal: Principal, id: string): Promise<void> {
  const row = await userRow(deps, id);
  const deed: Deed = {
    action: "user.deleted",
    tenant: null,
    target: id,
    before: presentUser(row),
    after: null,
  };
  await deps.store.write([
    { sql: DELETE, args: [id] },
    auditEntry(deps, principal, deed, ifChanged),
    { sql: END_SESSIONS, args: [row.seq] },
  ]);
  if (await findUser(deps, id)) throw lastOwner();
}

const lastOwner = () => new Problem("last_owner", "Make somebody else an owner first.");

import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { auditEntry } from "../audit/entry.ts";
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

const UPDATE = `UPDATE users SET email = ?1, name = ?2, role = ?3, password_hash = ?4, updated_at = ?5 WHERE id = ?6
  AND (?3 = 'owner' OR role <> 'owner' OR ${OTHER_OWNER})
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
  const old = await userRow(deps, id);
  const row = await changed(deps, old, input);
  const isNewPassword = row.passwordHash !== old.passwordHash;
  const after = { ...presentUser(row), ...(isNewPassword && { password: "changed" }) };
  const deed = { action: "user.updated", tenant: null, target: id, before: presentUser(old), after };
  const args = [row.email, row.name, row.role, row.passwordHash, row.updatedAt, id];
  const end: Statement[] =
    isNewPassword || row.role !== old.role ? [{ sql: END_SESSIONS, args: [old.seq] }] : [];
  await deps.store.write([{ sql: UPDATE, args }, auditEntry(deps, principal, deed, ifChanged), ...end]);
  await checkDone(deps, row);
  return presentUser(row);
}

async function changed(deps: UsersDeps, old: UserRow, input: ChangedUser): Promise<UserRow> {
  const { password, email = old.email, name = old.name, role = old.role } = input;
  if (password !== undefined) refuseGuessable(password, email, "/password");
  const passwordHash = password === undefined ? old.passwordHash : await deps.passwords.hash(password);
  return { ...old, email: emailKey(email), name, role, passwordHash, updatedAt: deps.clock.now() };
}

/** Throws what the database has kept from being done. */
async function checkDone(deps: UsersDeps, wanted: UserRow): Promise<void> {
  const now = await findUser(deps, wanted.id);
  if (!now) throw notFound("user with this id");
  if (now.role !== wanted.role) throw lastOwner();
  if (now.email !== wanted.email) throw userExists(wanted.email);
}

const DELETE = `DELETE FROM users WHERE id = ? AND (role <> 'owner' OR ${OTHER_OWNER})`;

/** Deletes a user with their sessions, which end at once. Throws 404, 409. */
export async function deleteUser(deps: UsersDeps, principal: Principal, id: string): Promise<void> {
  const row = await userRow(deps, id);
  const deed = { action: "user.deleted", tenant: null, target: id, before: presentUser(row), after: null };
  await deps.store.write([
    { sql: DELETE, args: [id] },
    auditEntry(deps, principal, deed, ifChanged),
    { sql: END_SESSIONS, args: [row.seq] },
  ]);
  if (await findUser(deps, id)) throw lastOwner();
}

const lastOwner = () => new Problem("last_owner", "Make somebody else an owner first.");

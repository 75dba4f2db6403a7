import { and, desc, eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import { users } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, notFound, Problem } from "../../http/problem.ts";
import { iso, isoOrNull } from "../../http/time.ts";
import type { NewId } from "../../ids.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import { afterCursor, given } from "../conditions.ts";
import type { ListQuery, NewUser, User } from "./model.ts";
import type { Passwords } from "./passwords.ts";

export type UsersDeps = { store: Store; query: Query; clock: Clock; newId: NewId; passwords: Passwords };

export type UserRow = typeof users.$inferSelect;

/** Accounts are told apart without regard to capital letters. */
export const emailKey = (email: string) => email.toLowerCase();

/** Throws 422 with `pointer` for a password that whoever knows the address would try first. */
export function refuseGuessable(password: string, email: string, pointer: string): void {
  if (emailKey(password) !== emailKey(email)) return;
  throw invalid([{ pointer, detail: "must not be the e-mail address" }]);
}

const INSERT = `INSERT INTO users (id, email, name, role, password_hash, created_at, updated_at) SELECT ?, ?, ?, ?, ?, ?, ?`;
const IF_NEW = "WHERE NOT EXISTS (SELECT 1 FROM users WHERE email = ?)";
const IF_FIRST = "WHERE NOT EXISTS (SELECT 1 FROM users)";

/** Makes a user, who may sign in at once. With `first` only while there is nobody. Throws 409, 422, 429. */
export async function createUser(
  deps: UsersDeps,
  principal: Principal,
  { name, role, password, ...input }: NewUser,
  { first = false }: { first?: boolean } = {},
): Promise<UserRow> {
  const email = emailKey(input.email);
  refuseGuessable(password, email, "/password");
  const [now, id] = [deps.clock.now(), deps.newId("usr")];
  const args = [id, email, name, role, await deps.passwords.hash(password), now, now];
  const made = { id, email, name, role, created: iso(now) };
  const deed: Deed = { action: "user.created", tenant: null, target: id, before: null, after: made };
  await deps.store.write([
    first ? { sql: `${INSERT} ${IF_FIRST}`, args } : { sql: `${INSERT} ${IF_NEW}`, args: [...args, email] },
    auditEntry(deps, principal, deed, ifChanged),
  ]);
  const row = await findUser(deps, id);
  if (row) return row;
  throw first ? setupDone() : userExists(email);
}

export const setupDone = () => new Problem("setup_done", "Sign in, or ask an owner to make you an account.");

export const userExists = (email: string) => new Problem("user_exists", `${email} has an account already.`);

/** Newest first; `email` narrows the list to the one with this address. Throws 422. */
export async function listUsers({ query }: UsersDeps, filter: ListQuery): Promise<Page<User>> {
  const rows = await query
    .select()
    .from(users)
    .where(
      and(
        given(filter.email, (email) => eq(users.email, emailKey(email))),
        afterCursor(users.seq, filter),
      ),
    )
    .orderBy(desc(users.seq))
    .limit(pageSize(filter));
  return page(rows, filter, presentUser);
}

export async function findUser({ query }: Pick<UsersDeps, "query">, id: string) {
  const [row] = await query.select().from(users).where(eq(users.id, id));
  return row;
}

/** Throws 404. */
export async function userRow(deps: Pick<UsersDeps, "query">, id: string): Promise<UserRow> {
  const row = await findUser(deps, id);
  if (!row) throw notFound("user with this id");
  return row;
}

export function presentUser(row: UserRow): User {
  const { id, email, name, role } = row;
  return {
    id,
    email,
    name,
    role,
    created: iso(row.createdAt),
    updated: iso(row.updatedAt),
    last_sign_in: isoOrNull(row.lastSignInAt),
  };
}

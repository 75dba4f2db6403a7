import { eq } from "drizzle-orm";
import { users } from "../../db/schema.ts";
import { systemPrincipal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { emailKey, type UsersDeps } from "../users/service.ts";
import { type Begun, beginSession, type Visitor } from "./begin.ts";
import type { SignIn } from "./model.ts";

/**
 * Begins a session for whoever knows the password. An address that nobody has and a password that is wrong are one and the same
 * answer after the same work. Both are written down with the network address. Throws 401, 429.
 */
export async function signIn(deps: UsersDeps, { email, password }: SignIn, visitor: Visitor): Promise<Begun> {
  const account = emailKey(email);
  const [user] = await deps.query.select().from(users).where(eq(users.email, account));
  const isRight = await deps.passwords.matches(password, user?.passwordHash);
  const begun = user && isRight ? await beginSession(deps, user, visitor) : undefined;
  if (begun) return begun;
  const deed: Deed = { action: "session.refused", tenant: null, target: account, before: null, after: null };
  const nobody = { ...systemPrincipal([]), address: visitor.address };
  await deps.store.write([auditEntry(deps, nobody, deed)]);
  throw new Problem("wrong_credentials", "Check both. An owner can give you a new password.");
}

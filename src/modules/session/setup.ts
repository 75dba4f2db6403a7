import type { Clock } from "../../clock.ts";
import { users } from "../../db/schema.ts";
import { systemPrincipal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { hashKey } from "../api-keys/keyring.ts";
import { createUser, setupDone, type UsersDeps } from "../users/service.ts";
import { type Begun, beginSession, newToken, type Visitor } from "./begin.ts";
import type { Setup } from "./model.ts";

export type SetupDeps = UsersDeps & { setupLink: SetupLink };

export const SETUP_MINUTES = 30;

/** The one link that makes the first user, kept as a hash, in memory only: it ends with the process at the latest. */
export class SetupLink {
  private kept: { hash: string; expiresAt: number } | null = null;

  constructor(private readonly clock: Clock) {}

  /** The token of a new link; the one before opens nothing any more. */
  make(): string {
    const token = newToken();
    this.kept = { hash: hashKey(token), expiresAt: this.clock.now() + SETUP_MINUTES * 60_000 };
    return token;
  }

  opens(token: string): boolean {
    return this.kept?.hash === hashKey(token) && this.clock.now() < this.kept.expiresAt;
  }

  spend(): void {
    this.kept = null;
  }
}

/** Whether nobody can sign in yet. */
export async function isSetupNeeded({ query }: Pick<UsersDeps, "query">): Promise<boolean> {
  const [user] = await query.select({ id: users.id }).from(users).limit(1);
  return user === undefined;
}

/** Makes the first user, an owner, for whoever has the link from the log, and signs them in. Throws 401, 409, 422, 429. */
export async function setUp(deps: SetupDeps, { token, ...fields }: Setup, visitor: Visitor): Promise<Begun> {
  if (!(await isSetupNeeded(deps))) throw setupDone();
  if (!deps.setupLink.opens(token)) throw spent();
  const maker = { ...systemPrincipal([]), name: "setup link", address: visitor.address };
  const user = await createUser(deps, maker, { ...fields, role: "owner" }, { first: true });
  deps.setupLink.spend();
  const begun = await beginSession(deps, user, visitor);
  if (!begun) throw setupDone();
  return begun;
}

const spent = () =>
  new Problem(
    "setup_link_spent",
    "It was used already, has expired or is of an earlier start. Restart Posthorn for a new one, or run: posthorn admin create",
  );

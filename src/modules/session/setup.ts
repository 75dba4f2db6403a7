import type { Clock } from "../../clock.ts";
import { users } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { systemPrincipal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { hashKey } from "../api-keys/keyring.ts";
import { createUser, setupDone, type UsersDeps } from "../users/service.ts";
import { type Begun, beginSession, newToken, type Visitor } from "./begin.ts";
import type { Setup } from "./model.ts";

export type SetupDeps = UsersDeps & { setupLink: SetupLink };

export const SETUP_MINUTES = 30;

/**
 * The links that make the first user, one of each process that serves the API; whichever of them somebody comes to, it knows all.
 * The database keeps their hashes.
 */
export class SetupLink {
  private own = "";

  constructor(private readonly deps: { store: Store; clock: Clock }) {}

  /** The token of a new link; this process's one before opens nothing any more. Throws StoreError. */
  async make(): Promise<string> {
    const { store, clock } = this.deps;
    const token = newToken();
    const hash = hashKey(token);
    await store.write([
      { sql: "DELETE FROM setup_links WHERE hash = ? OR expires_at <= ?", args: [this.own, clock.now()] },
      {
        sql: "INSERT INTO setup_links (hash, expires_at) VALUES (?, ?)",
        args: [hash, clock.now() + SETUP_MINUTES * 60_000],
      },
    ]);
    this.own = hash;
    return token;
  }

  async opens(token: string): Promise<boolean> {
    const { store, clock } = this.deps;
    const sql = "SELECT 1 FROM setup_links WHERE hash = ? AND expires_at > ?";
    return (await store.read({ sql, args: [hashKey(token), clock.now()] })).rows.length > 0;
  }

  /** No link opens anything any more. */
  async spend(): Promise<void> {
    await this.deps.store.write([{ sql: "DELETE FROM setup_links" }]);
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
  if (!(await deps.setupLink.opens(token))) throw spent();
  const maker = { ...systemPrincipal([]), name: "setup link", address: visitor.address };
  const user = await createUser(deps, maker, { ...fields, role: "owner" }, { first: true });
  await deps.setupLink.spend();
  const begun = await beginSession(deps, user, visitor);
  if (!begun) throw setupDone();
  return begun;
}

const spent = () =>
  new Problem(
    "setup_link_spent",
    "It was used already, has expired or was replaced. Restart Posthorn for a new one, or run: posthorn admin create",
  );

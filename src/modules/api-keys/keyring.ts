import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { apiKeys } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { type Scope, scopes } from "../../http/scopes.ts";

export const hashKey = (key: string) => createHash("sha256").update(key).digest("hex");

/** Where a key is used from is known with each request only. */
const KEY = { kind: "key", address: null } as const;

type Entry = { principal: Principal; expiresAt: number | null };

/** Every API key by its hash, in memory because each request asks; the root key from the configuration among them. */
export class Keyring {
  private entries = new Map<string, Entry>();
  private readonly used = new Map<string, number>();
  private readonly root: [string, Entry];

  constructor(
    private readonly deps: { store: Store; query: Query; clock: Clock },
    rootKey: string,
  ) {
    const unbound = { tenant: null, eventTypes: null, appUser: null };
    const principal = { ...KEY, id: "root", name: "root key", scopes: new Set(scopes), ...unbound };
    this.root = [hashKey(rootKey), { principal, expiresAt: null }];
  }

  async load(): Promise<void> {
    const rows = await this.deps.query.select().from(apiKeys);
    this.entries = new Map([
      ...rows.map((row): [string, Entry] => [
        row.hash,
        { principal: { ...row, ...KEY, scopes: new Set(row.scopes as Scope[]) }, expiresAt: row.expiresAt },
      ]),
      this.root,
    ]);
  }

  /** Who holds `key`; undefined when it is unknown or has expired. The use of a key that is kept is noted. */
  find(key: string): Principal | undefined {
    const entry = this.entries.get(hashKey(key));
    const now = this.deps.clock.now();
    if (!entry || (entry.expiresAt !== null && entry.expiresAt <= now)) return undefined;
    if (entry !== this.root[1]) this.used.set(entry.principal.id, now);
    return entry.principal;
  }

  /** Writes down when keys were last used; once a minute is enough. */
  async noteUse(): Promise<void> {
    const uses = [...this.used];
    this.used.clear();
    const statements = uses.map(([id, lastUsedAt]) =>
      statement(this.deps.query.update(apiKeys).set({ lastUsedAt }).where(eq(apiKeys.id, id))),
    );
    if (statements.length > 0) await this.deps.store.write(statements);
  }
}

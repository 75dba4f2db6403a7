import type { Vault } from "../vault.ts";

/** A webhook's own headers in the database: sealed, for they often carry credentials; earlier versions wrote them in clear. */
export type StoredHeaders = Record<string, string | { sealed: string }>;

type Holder = { id: string; headers: StoredHeaders };

/** What a sealed value is bound to, so that it opens under its own name and for its own webhook only. */
const headerContext = (webhook: string, name: string) => `webhook-header:${webhook}:${name}`;

export const sealHeaders = (vault: Vault, webhook: string, headers: Record<string, string>): StoredHeaders =>
  mapped(headers, (value, name) => ({ sealed: vault.seal(value, headerContext(webhook, name)) }));

/** Throws VaultError. */
export const openHeaders = (vault: Vault, { id, headers }: Holder): Record<string, string> =>
  mapped(headers, (value, name) =>
    typeof value === "string" ? value : vault.open(value.sealed, headerContext(id, name)),
  );

function mapped<A, B>(headers: Record<string, A>, change: (value: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value, name)]));
}

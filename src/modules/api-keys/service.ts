import { randomBytes } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { apiKeys, portalSessions } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { type Page, type PageQuery, page, pageSize } from "../../http/paging.ts";
import { isBound, type Principal } from "../../http/principal.ts";
import { invalid, notFound } from "../../http/problem.ts";
import { iso, isoOrNull, momentOf } from "../../http/time.ts";
import type { NewId } from "../../ids.ts";
import type { Registry } from "../../outbox/registry.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { afterCursor } from "../conditions.ts";
import { ensureTenant } from "../tenants/service.ts";
import { hashKey, type Keyring } from "./keyring.ts";
import type { ApiKey, NewApiKey } from "./model.ts";

export type ApiKeysDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  newId: NewId;
  keyring: Keyring;
  registry: Registry;
};

const PREFIX = "phk_";
const SHOWN = PREFIX.length + 4;

/** Makes a key; `key` is in this answer only, the database keeps its hash. */
export async function createApiKey(
  deps: ApiKeysDeps,
  principal: Principal,
  input: NewApiKey,
): Promise<ApiKey & { key: string }> {
  const now = deps.clock.now();
  const expiresAt = input.expires ? momentOf(input.expires, "/expires") : null;
  if (expiresAt !== null && expiresAt <= now)
    throw invalid([{ pointer: "/expires", detail: "is in the past" }]);
  const key = PREFIX + randomBytes(32).toString("base64url");
  const row = {
    id: deps.newId("key"),
    name: input.name,
    hash: hashKey(key),
    prefix: key.slice(0, SHOWN),
    scopes: input.scopes as string[],
    tenant: input.tenant ?? null,
    eventTypes: input.event_types ?? null,
    appUser: input.app_user ?? null,
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
  };
  if (isBound(row) && row.scopes.includes("admin"))
    throw invalid([{ pointer: "/scopes", detail: "may hold admin only without tenant and event_types" }]);
  if (row.tenant) await ensureTenant(deps, row.tenant);
  const made = { target: row.id, before: null, after: present(row) };
  await deps.store.write([
    statement(deps.query.insert(apiKeys).values(row)),
    auditEntry(deps, principal, { action: "api_key.created", tenant: row.tenant, ...made }),
  ]);
  await deps.keyring.load();
  return { ...present(row), key };
}

export async function listApiKeys({ query }: ApiKeysDeps, paging: PageQuery): Promise<Page<ApiKey>> {
  const rows = await query
    .select({ key: apiKeys, seq: apiKeys.seq })
    .from(apiKeys)
    .where(afterCursor(apiKeys.seq, paging))
    .orderBy(desc(apiKeys.seq))
    .limit(pageSize(paging));
  return page(rows, paging, ({ key }) => present(key));
}

export async function getApiKey({ query }: ApiKeysDeps, id: string): Promise<ApiKey> {
  const [row] = await query.select().from(apiKeys).where(eq(apiKeys.id, id));
  if (!row) throw notFound("API key with this id");
  return present(row);
}

/** A deleted key is refused from the next request on, and so are the portal sessions and links that it made. */
export async function deleteApiKey(deps: ApiKeysDeps, principal: Principal, id: string): Promise<void> {
  const before = await getApiKey(deps, id);
  const deed: Deed = { action: "api_key.deleted", tenant: before.tenant, target: id, before, after: null };
  await deps.store.write([
    statement(deps.query.delete(apiKeys).where(eq(apiKeys.id, id))),
    statement(deps.query.delete(portalSessions).where(eq(portalSessions.createdBy, id))),
    auditEntry(deps, principal, deed),
  ]);
  await deps.keyring.load();
}

type Row = Omit<typeof apiKeys.$inferSelect, "seq">;

function present(row: Row): ApiKey {
  const { id, name, prefix, scopes, tenant } = row;
  return {
    id,
    name,
    prefix,
    scopes,
    tenant,
    event_types: row.eventTypes,
    app_user: row.appUser,
    created: iso(row.createdAt),
    expires: isoOrNull(row.expiresAt),
    last_used: isoOrNull(row.lastUsedAt),
  };
}

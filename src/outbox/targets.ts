import { and, asc, desc, eq, isNull, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Query } from "../db/query.ts";
import { tenants, webhookSecrets, webhooks } from "../db/schema.ts";
import type { Vault } from "../vault.ts";
import type { Profile } from "../wire/profile.ts";
import { openHeaders } from "./own-headers.ts";
import type { Profiles } from "./profiles.ts";
import type { WebhookStatus } from "./states.ts";

/** A registered webhook as matching and delivering need it. */
export type Target = {
  id: string;
  tenant: string;
  url: string;
  eventTypes: string[];
  channels: string[] | null;
  /** A JSONata expression; nothing is delivered where it is false. */
  filter: string | null;
  profile: Profile;
  headers: Record<string, string>;
  rateLimit: number | null;
  status: WebhookStatus;
  appUser: string | null;
  secrets: { value: string; expiresAt: number | null }[];
  /** Whether its last attempt failed. */
  failing: boolean;
  /** Whether its last attempt was a success, also where it was enabled anew since. */
  proven: boolean;
};

/** What a sealed secret is bound to, so that it opens for its own webhook only. */
export const secretContext = (webhook: string) => `webhook-secret:${webhook}`;

/** Which webhooks: those with one of the ids, and all of the tenants. */
export type Wanted = { webhooks: Iterable<string>; tenants?: Iterable<string> };

/** The webhooks that are not deleted, or those of them that are wanted, ready for matching and delivering. */
export async function loadTargets(
  { query, vault, profiles }: { query: Query; vault: Vault; profiles: Profiles },
  wanted?: Wanted,
): Promise<Target[]> {
  const live = and(isNull(webhooks.deletedAt), wanted && among(wanted));
  const {
    id: webhookId,
    tenant,
    url,
    eventTypes,
    channels,
    filter,
    profile,
    headers,
    rateLimit,
    status,
    appUser,
  } = webhooks;
  const matched = { eventTypes, channels, filter };
  const columns = { id: webhookId, tenant, url, ...matched, headers, rateLimit, status, appUser };
  const rows = await query
    .select({
      target: columns,
      own: profile,
      inherited: tenants.profile,
      failures: webhooks.consecutiveFailures,
      success: webhooks.lastSuccessAt,
      failure: webhooks.lastFailureAt,
    })
    .from(webhooks)
    .innerJoin(tenants, eq(tenants.id, webhooks.tenant))
    .where(live)
    .orderBy(asc(webhooks.seq));
  const secrets = await loadSecrets(query, vault, live);
  return rows.map(({ target, own, inherited, failures, success, failure }) => ({
    ...target,
    headers: openHeaders(vault, target),
    profile: profiles.of(own, inherited),
    secrets: secrets.get(target.id) ?? [],
    failing: failures > 0,
    proven: failures === 0 && success !== null && success >= (failure ?? 0),
  }));
}

const among = ({ webhooks: ids, tenants: owners = [] }: Wanted) =>
  or(isOneOf(webhooks.id, ids), isOneOf(webhooks.tenant, owners));

/** However many there are, they are one argument. */
export const isOneOf = (column: SQLWrapper, names: Iterable<string>): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify([...names])}))`;

/** Secrets by webhook id, newest first. */
async function loadSecrets(query: Query, vault: Vault, live: ReturnType<typeof and>) {
  const rows = await query
    .select({ id: webhooks.id, sealed: webhookSecrets.sealed, expiresAt: webhookSecrets.expiresAt })
    .from(webhookSecrets)
    .innerJoin(webhooks, eq(webhooks.seq, webhookSecrets.webhookSeq))
    .where(live)
    .orderBy(desc(webhookSecrets.seq));
  const secrets = new Map<string, Target["secrets"]>();
  for (const { id, sealed, expiresAt } of rows) {
    const value = vault.open(sealed, secretContext(id));
    secrets.set(id, [...(secrets.get(id) ?? []), { value, expiresAt }]);
  }
  return secrets;
}

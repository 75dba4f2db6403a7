import { and, eq, isNull } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { webhooks } from "../../db/schema.ts";
import type { Result, Statement } from "../../db/store.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { openHeaders } from "../../outbox/own-headers.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { Profile } from "../../wire/profile.ts";
import { askForProof, demandProof, type ReverifyDeps } from "./reverify.ts";
import { type WebhookRules, webhookFaults } from "./validate.ts";

export type InheritDeps = WebhookRules & { query: Query; registry: Registry };

/** Throws 409 when a tenant has more webhooks already than a profile, which one of them is to get, allows. */
export function refuseTooMany(registry: Registry, tenant: string, profile: Profile): void {
  const limit = profile.limits.webhooks_per_tenant;
  const count = registry.ofTenant(tenant).length;
  if (limit !== null && count > limit)
    throw new Problem(
      "webhook_limit",
      `The profile ${profile.name} allows ${limit} webhooks, and ${tenant} has ${count}.`,
    );
}

/** Throws 409 or 422 when a webhook that takes its tenant's profile could not have this one: nothing could be signed for it. */
export async function checkInheritors(deps: InheritDeps, tenant: string, name: string | null): Promise<void> {
  const profile = deps.registry.profiles.of(null, name);
  const rows = await inheritorsOf(deps, tenant);
  if (rows.length > 0) refuseTooMany(deps.registry, tenant, profile);
  const faults = rows.flatMap((row) => {
    const { id, url } = row;
    const headers = openHeaders(deps.registry.vault, row);
    const [newest] = deps.registry.webhook(id)?.secrets ?? [];
    const secret = newest && { value: newest.value, pointer: "/secret" };
    return webhookFaults({ url, headers, secret }, profile, deps).faults.map(({ pointer, detail }) => ({
      pointer: "/profile",
      detail: `does not fit the webhook ${id}: its ${pointer.slice(1)} ${detail}`,
    }));
  });
  if (faults.length > 0) throw invalid(faults);
}

/** For the transaction that gives a tenant another profile than `before`: what it asks of webhooks that take it. */
export async function demandOfInheritors(
  deps: InheritDeps,
  tenant: string,
  before: string | null,
  now: string | null,
): Promise<Statement[]> {
  const { profiles } = deps.registry;
  const { verification } = profiles.of(null, now);
  if (profiles.of(null, before).verification === verification) return [];
  const rows = await inheritorsOf(deps, tenant);
  return demandProof(
    rows.map(({ id }) => id),
    verification,
  );
}

/**
 * Lets the webhooks that take their tenant's profile take the one it has now; `demanded` are the results of `demandOfInheritors`.
 * Where another proof of ownership is asked for, they are asked before this resolves.
 */
export async function inheritProfile(
  deps: InheritDeps & ReverifyDeps,
  tenant: string,
  demanded: Result[],
): Promise<void> {
  for (const { id } of deps.registry.ofTenant(tenant)) await deps.registry.refresh(id);
  await askForProof(deps, demanded);
}

function inheritorsOf({ query }: InheritDeps, tenant: string) {
  const { id, url, headers } = webhooks;
  return query
    .select({ id, url, headers })
    .from(webhooks)
    .where(and(eq(webhooks.tenant, tenant), isNull(webhooks.profile), isNull(webhooks.deletedAt)));
}

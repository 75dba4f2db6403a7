import { eq } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { tenants } from "../../db/schema.ts";
import { DEFAULT_TENANT, type Principal, tenantFor } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { Profile } from "../../wire/profile.ts";
import { declaredTypes } from "../event-types/declaration.ts";
import type { Settings } from "../settings/settings.ts";
import { createDocs } from "./document.ts";
import type { ConsumerDocs } from "./model.ts";
import type { DocsOptions } from "./options.ts";

export type DocsDeps = {
  query: Query;
  registry: Registry;
  settings: Settings;
  baseUrl: string | null;
  allowHttp: boolean;
  userAgent: string;
  /** Where Posthorn says that it sends from. */
  origin: string;
};

type Asked = { tenant?: string | undefined; profile?: string | undefined };

/** The documentation of a tenant's webhooks, or of those with the profile named. Throws 403 and 404. */
export function tenantDocs(deps: DocsDeps, principal: Principal, asked: Asked): Promise<ConsumerDocs> {
  return docsOf(deps, tenantFor(principal, asked.tenant), asked.profile);
}

/** The documentation that anybody may read, of the tenant `default`. Throws 404 unless the operator has made it public. */
export async function publicDocs(deps: DocsDeps, { profile }: Asked): Promise<ConsumerDocs> {
  if (!deps.settings.get("public_documentation")) throw notFound("such route");
  return docsOf(deps, DEFAULT_TENANT, profile);
}

async function docsOf(deps: DocsDeps, tenant: string, named: string | undefined): Promise<ConsumerDocs> {
  const { profile, options } = await contractFor(deps, tenant, named);
  return createDocs(await declaredTypes(deps.query, tenant), profile, options);
}

/** What a tenant's webhooks get by default, or what a profile that is named sends. Throws 404. */
export async function contractFor(
  deps: DocsDeps,
  tenant: string,
  named: string | undefined,
): Promise<{ profile: Profile; options: DocsOptions }> {
  const { query, registry, settings, baseUrl, allowHttp, userAgent, origin } = deps;
  const [row] = await query.select({ profile: tenants.profile }).from(tenants).where(eq(tenants.id, tenant));
  // `default` is there for whoever asks, though it gets a row only with its first webhook or event.
  if (!row && tenant !== DEFAULT_TENANT) throw notFound("tenant with this id");
  const inherited = registry.profiles.of(null, row?.profile ?? null);
  const profile = named === undefined ? inherited : registry.profiles.find(named);
  if (!profile) throw notFound("profile with this name");
  const options = {
    product: settings.get("product_name"),
    introduction: settings.get("introduction"),
    tenant,
    inherited: profile.name === inherited.name,
    baseUrl: (baseUrl ?? "").replace(/\/$/, ""),
    origin,
    allowHttp,
    userAgent,
    webhooksPerTenant: settings.get("webhooks_per_tenant"),
  };
  return { profile, options };
}

import type { Query } from "../../db/query.ts";
import { profiles as table } from "../../db/schema.ts";
import { records, type Store } from "../../db/store.ts";
import { withoutFacts } from "../../http/facts.ts";
import { invalid, notFound } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import type { Registry } from "../../outbox/registry.ts";
import { type Profile, parseProfile } from "../../wire/profile.ts";
import { profileFacts, type ShownProfile } from "./model.ts";

export type ReadDeps = { store: Store; query: Query; registry: Registry };

/** Refuses the name of a profile that there is not. Null is no choice and fine. Throws 422. */
export function checkProfile(profiles: Profiles, name: string | null, pointer: string): void {
  if (name === null || profiles.find(name)) return;
  const names = profiles.all().map((profile) => profile.name);
  throw invalid([{ pointer, detail: `is not a profile; there are ${names.join(", ")}` }]);
}

/** The profile of this name. Throws 404. */
export function findProfile({ registry }: Pick<ReadDeps, "registry">, name: string): Profile {
  const profile = registry.profiles.find(name);
  if (!profile) throw notFound("profile with this name");
  return profile;
}

/** `tenant` is whose use of them is counted; null counts everybody's. */
export async function listProfiles(deps: ReadDeps, tenant: string | null): Promise<ShownProfile[]> {
  const [times, uses] = await Promise.all([timesOf(deps), usesOf(deps, tenant)]);
  return deps.registry.profiles.all().map((profile) => present(deps, profile, times, uses));
}

/** As one of `listProfiles`. Throws 404. */
export async function getProfile(
  deps: ReadDeps,
  name: string,
  tenant: string | null = null,
): Promise<ShownProfile> {
  const profile = findProfile(deps, name);
  return present(deps, profile, await timesOf(deps), await usesOf(deps, tenant));
}

/** A document, which stands at `base` of the request, as a profile. Throws 422 with a pointer to each of its faults. */
export function readProfile(document: Record<string, unknown>, base = ""): Profile {
  const parsed = parseProfile(document);
  if (parsed.ok) return parsed.profile;
  throw invalid(parsed.faults.map(({ pointer, detail }) => ({ pointer: base + pointer, detail })));
}

/** A profile's document without the facts that `getProfile` tells of the profile of this name. Throws 422 for one that differs. */
export async function withoutProfileFacts(
  deps: ReadDeps,
  tenant: string | null,
  name: unknown,
  document: Record<string, unknown>,
  base = "",
): Promise<Record<string, unknown>> {
  const known = typeof name === "string" && deps.registry.profiles.find(name) !== undefined;
  return withoutFacts(document, profileFacts, known ? await getProfile(deps, name, tenant) : null, base);
}

type Times = Map<string, { createdAt: number; updatedAt: number }>;
/** How many name a profile as theirs. */
type Use = { tenants: number; webhooks: number };

const NO_USE: Use = { tenants: 0, webhooks: 0 };

async function timesOf({ query }: ReadDeps): Promise<Times> {
  const rows = await query
    .select({ name: table.name, createdAt: table.createdAt, updatedAt: table.updatedAt })
    .from(table);
  return new Map(rows.map(({ name, ...times }) => [name, times]));
}

/** By the profile's name. Those that only inherit it are their tenant's. */
async function usesOf({ store }: ReadDeps, tenant: string | null): Promise<Map<string, Use>> {
  const count = `SELECT profile AS name, sum(tenants) AS tenants, sum(webhooks) AS webhooks FROM (
      SELECT id AS tenant, profile, 1 AS tenants, 0 AS webhooks FROM tenants
      UNION ALL SELECT tenant, profile, 0, 1 FROM webhooks WHERE deleted_at IS NULL)
    WHERE profile IS NOT NULL AND (?1 IS NULL OR tenant = ?1) GROUP BY profile`;
  const rows = records<Use & { name: string }>(await store.read({ sql: count, args: [tenant] }));
  return new Map(rows.map(({ name, ...use }) => [name, use]));
}

function present(
  { registry }: ReadDeps,
  profile: Profile,
  times: Times,
  uses: Map<string, Use>,
): ShownProfile {
  const kept = times.get(profile.name);
  return {
    ...profile,
    builtin: registry.profiles.isBuiltin(profile.name),
    used_by: uses.get(profile.name) ?? NO_USE,
    created: kept ? iso(kept.createdAt) : null,
    updated: kept ? iso(kept.updatedAt) : null,
  };
}

import { eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { profiles as table } from "../../db/schema.ts";
import { records, type Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { type Fault, invalid, notFound, Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import type { Registry } from "../../outbox/registry.ts";
import { type Profile, parseProfile } from "../../wire/profile.ts";
import { auditEntry } from "../audit/entry.ts";
import { type ReverifyDeps, reverify } from "../webhooks/reverify.ts";
import { type WebhookRules, webhookFaults } from "../webhooks/validate.ts";
import type { Copy, ShownProfile } from "./model.ts";

export type ProfilesDeps = WebhookRules &
  ReverifyDeps & { store: Store; query: Query; clock: Clock; registry: Registry };

/** Refuses the name of a profile that there is not. Null is no choice and fine. Throws 422. */
export function checkProfile(profiles: Profiles, name: string | null, pointer: string): void {
  if (name === null || profiles.find(name)) return;
  const names = profiles.all().map((profile) => profile.name);
  throw invalid([{ pointer, detail: `is not a profile; there are ${names.join(", ")}` }]);
}

/** The profile of this name. Throws 404. */
export function findProfile({ registry }: Pick<ProfilesDeps, "registry">, name: string): Profile {
  const profile = registry.profiles.find(name);
  if (!profile) throw notFound("profile with this name");
  return profile;
}

export async function listProfiles(deps: ProfilesDeps): Promise<ShownProfile[]> {
  const [times, uses] = await Promise.all([timesOf(deps), usesOf(deps)]);
  return deps.registry.profiles.all().map((profile) => present(deps, profile, times, uses));
}

export async function getProfile(deps: ProfilesDeps, name: string): Promise<ShownProfile> {
  const profile = findProfile(deps, name);
  return present(deps, profile, await timesOf(deps), await usesOf(deps));
}

/** A document, which stands at `base` of the request, as a profile. Throws 422 with a pointer to each of its faults. */
export function readProfile(document: Record<string, unknown>, base = ""): Profile {
  const parsed = parseProfile(document);
  if (parsed.ok) return parsed.profile;
  throw invalid(parsed.faults.map(({ pointer, detail }) => ({ pointer: base + pointer, detail })));
}

/**
 * Makes or replaces a profile; webhooks that have it take it from their next attempt on. Throws 409 for a built-in one, 422
 * also where one of those webhooks could not have it any more.
 */
export async function putProfile(
  deps: ProfilesDeps,
  principal: Principal,
  name: string,
  document: Record<string, unknown>,
): Promise<ShownProfile> {
  refuseBuiltin(deps, name);
  const profile = readProfile({ name, ...document });
  if (profile.name !== name)
    throw invalid([{ pointer: "/name", detail: `must be ${name}, as in the path, or be left out` }]);
  const before = deps.registry.profiles.find(name) ?? null;
  refuseMisfit(deps, profile);
  const now = deps.clock.now();
  const upsert = deps.query
    .insert(table)
    .values({ name, document: profile, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: table.name, set: { document: profile, updatedAt: now, deletedAt: null } });
  const action = before ? "profile.updated" : "profile.created";
  const deed = { action, tenant: null, target: name, before, after: profile };
  await deps.store.write([statement(upsert), auditEntry(deps, principal, deed)]);
  await deps.registry.load();
  if (before && before.verification !== profile.verification)
    await reverify(
      deps,
      targetsOf(deps, name).map(({ id }) => id),
    );
  return getProfile(deps, name);
}

/** Makes an editable copy of a profile under a new name. Throws 404, 409 when there is one of that name. */
export async function copyProfile(
  deps: ProfilesDeps,
  principal: Principal,
  from: string,
  { name, title }: Copy,
): Promise<ShownProfile> {
  const original = findProfile(deps, from);
  if (deps.registry.profiles.find(name))
    throw new Problem("profile_exists", `There is a profile ${name} already.`);
  return putProfile(deps, principal, name, { ...original, name, title: title ?? `${original.title} (copy)` });
}

/** Deletes a profile that nothing uses. Throws 404, 409. */
export async function deleteProfile(deps: ProfilesDeps, principal: Principal, name: string): Promise<void> {
  const before = findProfile(deps, name);
  refuseBuiltin(deps, name);
  const { tenants, webhooks } = (await usesOf(deps)).get(name) ?? NO_USE;
  if (tenants + webhooks > 0) {
    const users = `${tenants} tenants and ${webhooks} webhooks`;
    throw new Problem("profile_in_use", `It is used by ${users}; give them another one first.`);
  }
  const remove = deps.query.update(table).set({ deletedAt: deps.clock.now() }).where(eq(table.name, name));
  const deed = { action: "profile.deleted", tenant: null, target: name, before, after: null };
  await deps.store.write([statement(remove), auditEntry(deps, principal, deed)]);
  await deps.registry.load();
}

function refuseBuiltin({ registry }: ProfilesDeps, name: string): void {
  if (registry.profiles.isBuiltin(name))
    throw new Problem("profile_builtin", `${name} is built in; copy it and change the copy.`);
}

const targetsOf = ({ registry }: ProfilesDeps, name: string) =>
  [...registry.all()].filter(({ profile }) => profile.name === name);

/** The field of a profile that is at fault when a webhook's own does not fit. */
const about: Record<string, string> = {
  "/url": "/require_https",
  "/secret": "/signatures",
};

/** Throws 422 when a webhook that has this profile could not be served under its new text. */
function refuseMisfit(deps: ProfilesDeps, profile: Profile): void {
  const faults = targetsOf(deps, profile.name).flatMap(({ id, url, headers, secrets }): Fault[] => {
    const secret = secrets[0] && { value: secrets[0].value, pointer: "/secret" };
    return webhookFaults({ url, headers, secret }, profile, deps).faults.map(({ pointer, detail }) => ({
      pointer: about[pointer] ?? "/headers",
      detail: `does not fit the webhook ${id}: its ${pointer.slice(1)} ${detail}`,
    }));
  });
  if (faults.length > 0) throw invalid(faults.slice(0, MOST_FAULTS));
}

const MOST_FAULTS = 50;

type Times = Map<string, { createdAt: number; updatedAt: number }>;
type Use = { tenants: number; webhooks: number };

const NO_USE: Use = { tenants: 0, webhooks: 0 };

async function timesOf({ query }: ProfilesDeps): Promise<Times> {
  const rows = await query
    .select({ name: table.name, createdAt: table.createdAt, updatedAt: table.updatedAt })
    .from(table);
  return new Map(rows.map(({ name, ...times }) => [name, times]));
}

/** How many name each profile as theirs. Those that only inherit it are their tenant's. */
async function usesOf({ store }: ProfilesDeps): Promise<Map<string, Use>> {
  const count = `SELECT profile AS name, sum(tenants) AS tenants, sum(webhooks) AS webhooks FROM (
      SELECT profile, 1 AS tenants, 0 AS webhooks FROM tenants
      UNION ALL SELECT profile, 0, 1 FROM webhooks WHERE deleted_at IS NULL)
    WHERE profile IS NOT NULL GROUP BY profile`;
  const rows = records<Use & { name: string }>(await store.read({ sql: count }));
  return new Map(rows.map(({ name, ...use }) => [name, use]));
}

function present(
  { registry }: ProfilesDeps,
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

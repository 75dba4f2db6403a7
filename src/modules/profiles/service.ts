import { eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { statement } from "../../db/query.ts";
import { profiles as table } from "../../db/schema.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { askForProof, demandProof, type ReverifyDeps } from "../webhooks/reverify.ts";
import type { WebhookRules } from "../webhooks/validate.ts";
import { refuseMisfit, targetsOf } from "./fit.ts";
import type { Copy, ShownProfile } from "./model.ts";
import { findProfile, getProfile, type ReadDeps, readProfile, withoutProfileFacts } from "./read.ts";

export type ProfilesDeps = ReadDeps & WebhookRules & ReverifyDeps & { clock: Clock };

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
  const fields = await withoutProfileFacts(deps, principal.tenant, name, document);
  const profile = readProfile({ name, ...fields });
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
  const deed: Deed = { action, tenant: null, target: name, before, after: profile };
  const isSameProof = before === null || before.verification === profile.verification;
  const unproven = isSameProof ? [] : targetsOf(deps, name).map(({ id }) => id);
  const [, , ...demanded] = await deps.store.write([
    statement(upsert),
    auditEntry(deps, principal, deed),
    ...demandProof(unproven, profile.verification),
  ]);
  await deps.registry.load();
  await askForProof(deps, demanded);
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
  const { tenants, webhooks } = (await getProfile(deps, name)).used_by;
  if (tenants + webhooks > 0) {
    const users = `${tenants} tenants and ${webhooks} webhooks`;
    throw new Problem("profile_in_use", `It is used by ${users}; give them another one first.`);
  }
  const remove = deps.query.update(table).set({ deletedAt: deps.clock.now() }).where(eq(table.name, name));
  const deed: Deed = { action: "profile.deleted", tenant: null, target: name, before, after: null };
  await deps.store.write([statement(remove), auditEntry(deps, principal, deed)]);
  await deps.registry.load();
}

function refuseBuiltin({ registry }: ProfilesDeps, name: string): void {
  if (registry.profiles.isBuiltin(name))
    throw new Problem("profile_builtin", `${name} is built in; copy it and change the copy.`);
}

import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { webhooks } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { type Principal, tenantFor } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import type { NewId } from "../../ids.ts";
import { cancelWebhook } from "../../outbox/cancel.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { WebhookStatus } from "../../outbox/states.ts";
import { profileOf } from "../../outbox/targets.ts";
import type { Vault } from "../../vault.ts";
import type { Profile } from "../../wire/profile.ts";
import { generateSecret } from "../../wire/signature.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";
import type { Verify } from "../../worker/verify.ts";
import { checkProfile } from "../profiles/service.ts";
import { ensureTenant, tenantProfile } from "../tenants/service.ts";
import { insertWebhook } from "./insert.ts";
import type { NewWebhook, Webhook, WebhookChanges } from "./model.ts";
import { presentWebhook, profileOfRow, type WebhookRow } from "./present.ts";
import { findWebhook } from "./read.ts";
import { insertSecret } from "./secret.ts";
import { checkWebhook, refuseForeignTypes, type WebhookRules } from "./validate.ts";

export type WebhooksDeps = WebhookRules & {
  store: Store;
  query: Query;
  clock: Clock;
  newId: NewId;
  vault: Vault;
  registry: Registry;
  dispatcher: Pick<Dispatcher, "withdraw" | "due">;
  verify: Verify;
};

/**
 * Registers a webhook; where its profile asks for proof of ownership, the handshake is made before this resolves. The
 * secret is in this answer. Throws 403, 409 `webhook_limit`, 422.
 */
export async function createWebhook(
  deps: WebhooksDeps,
  principal: Principal,
  input: NewWebhook,
): Promise<Webhook & { secret: string }> {
  const tenant = tenantFor(principal, input.tenant);
  refuseForeignTypes(principal, input.event_types);
  checkProfile(input.profile ?? null, "/profile");
  const profile = profileOf(input.profile ?? null, await tenantProfile(deps, tenant));
  const provided = input.secret ?? (profile.secret.source === "provided" ? "" : null);
  const secret = provided ?? generateSecret(profile, randomBytes);
  const { url, headers } = input;
  checkWebhook({ url, headers, secret: { value: secret, pointer: "/secret" } }, profile, deps);
  await ensureTenant(deps, tenant);
  const id = deps.newId("wh");
  const now = deps.clock.now();
  const wanted: "active" | "paused" = input.status === "paused" ? "paused" : "active";
  const status = profile.verification === "none" ? wanted : "unverified";
  const limit = profile.limits.webhooks_per_tenant;
  const [inserted] = await deps.store.write([
    insertWebhook({ ...input, id, tenant, status, appUser: principal.appUser, now }, limit),
    insertSecret(deps.vault, id, secret, now),
  ]);
  if (inserted?.rows.length === 0)
    throw new Problem("webhook_limit", `The tenant ${tenant} has its ${limit} webhooks already.`);
  await deps.registry.refresh(id);
  if (status === "unverified") await deps.verify(id, wanted);
  return { ...presentWebhook(await findWebhook(deps.query, principal, id)), secret };
}

/**
 * Changes what is given and leaves the rest. A new URL is verified again where the profile asks for it; `active` enables
 * again and clears the counters; `disabled` cancels what is pending. Throws 403, 404, 409, 422.
 */
export async function changeWebhook(
  deps: WebhooksDeps,
  principal: Principal,
  id: string,
  changes: WebhookChanges,
): Promise<Webhook> {
  const before = await findWebhook(deps.query, principal, id);
  const profile = checkChanges(deps, principal, before, changes);
  const then = transition(before, profile, changes);
  const changed = columnsOf(changes, then, deps.clock.now());
  await deps.store.write([statement(deps.query.update(webhooks).set(changed).where(eq(webhooks.id, id)))]);
  await deps.registry.refresh(id);
  if (then.verifyFor) await deps.verify(id, then.verifyFor);
  if (then.status === "disabled" && before.webhook.status !== "disabled")
    await cancelWebhook(deps.store, id, "webhook_disabled", deps.clock.now());
  if (deps.registry.webhook(id)?.status === "active") deps.dispatcher.due(id, deps.clock.now());
  else await deps.dispatcher.withdraw(id);
  return presentWebhook(await findWebhook(deps.query, principal, id));
}

/** Answers the profile that the webhook will have. */
function checkChanges(
  deps: WebhooksDeps,
  principal: Principal,
  before: WebhookRow,
  changes: WebhookChanges,
): Profile {
  if (changes.event_types) refuseForeignTypes(principal, changes.event_types);
  if (changes.profile !== undefined) checkProfile(changes.profile, "/profile");
  const { webhook, tenantProfile } = before;
  const profile = profileOf(changes.profile === undefined ? webhook.profile : changes.profile, tenantProfile);
  const [newest] = deps.registry.webhook(webhook.id)?.secrets ?? [];
  const newProfile = changes.profile !== undefined;
  checkWebhook(
    {
      url: changes.url ?? (newProfile ? webhook.url : undefined),
      headers: changes.headers ?? (newProfile ? webhook.headers : undefined),
      secret: newProfile && newest ? { value: newest.value, pointer: "/profile" } : undefined,
    },
    profile,
    deps,
  );
  return profile;
}

/** The status after a change; with `verifyFor` it is `unverified` until the handshake has earned that status. */
type Transition = { status: WebhookStatus; verifyFor: "active" | "paused" | null; moved: boolean };

function transition(
  before: WebhookRow,
  profile: Profile,
  { url, profile: named, status }: WebhookChanges,
): Transition {
  const { webhook } = before;
  const wanted = status ?? (webhook.status === "unverified" ? "active" : webhook.status);
  const moved = url !== undefined && url !== webhook.url;
  const proven =
    !moved &&
    webhook.verifiedAt !== null &&
    webhook.verificationError === null &&
    profileOfRow(before).verification === profile.verification;
  if (profile.verification === "none" || proven || wanted === "disabled")
    return { status: wanted, verifyFor: null, moved };
  if (moved || named !== undefined || status !== undefined)
    return { status: "unverified", verifyFor: wanted, moved };
  return { status: webhook.status, verifyFor: null, moved };
}

function columnsOf(
  { event_types, rate_limit, status: asked, filter: _, ...same }: WebhookChanges,
  { status, verifyFor, moved }: Transition,
  now: number,
): Partial<typeof webhooks.$inferInsert> {
  return {
    ...same,
    status,
    ...(event_types && { eventTypes: event_types }),
    ...(rate_limit !== undefined && { rateLimit: rate_limit }),
    ...(asked && { statusReason: asked === "disabled" ? "operator" : null }),
    ...(asked === "active" && { consecutiveFailures: 0, failingSince: null }),
    ...((verifyFor || moved) && { verifiedAt: null, verificationError: null }),
    updatedAt: now,
  };
}

/** Deletes a webhook and cancels what it still had to get; its history stays until retention takes it. Throws 404. */
export async function deleteWebhook(deps: WebhooksDeps, principal: Principal, id: string): Promise<void> {
  await findWebhook(deps.query, principal, id);
  const now = deps.clock.now();
  await deps.store.write([
    statement(deps.query.update(webhooks).set({ deletedAt: now, updatedAt: now }).where(eq(webhooks.id, id))),
    {
      sql: "DELETE FROM webhook_secrets WHERE webhook_seq = (SELECT seq FROM webhooks WHERE id = ?)",
      args: [id],
    },
  ]);
  await deps.registry.refresh(id);
  await cancelWebhook(deps.store, id, "webhook_deleted", now);
  await deps.dispatcher.withdraw(id);
}

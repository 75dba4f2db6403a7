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
import type { Vault } from "../../vault.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";
import type { Verify } from "../../worker/verify.ts";
import { checkProfile } from "../profiles/service.ts";
import { ensureTenant, tenantProfile } from "../tenants/service.ts";
import { insertSecret, insertWebhook, secretFor } from "./insert.ts";
import type { NewWebhook, Webhook } from "./model.ts";
import { presentWebhook } from "./present.ts";
import { findOwnWebhook, findWebhook } from "./read.ts";
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
  checkProfile(deps.registry.profiles, input.profile ?? null, "/profile");
  const profile = deps.registry.profiles.of(input.profile ?? null, await tenantProfile(deps, tenant));
  const secret = secretFor(profile, input.secret);
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
  return { ...presentWebhook(deps.registry.profiles, await findWebhook(deps.query, principal, id)), secret };
}

/** Deletes a webhook and cancels what it still had to get; its history stays until retention takes it. Throws 403, 404. */
export async function deleteWebhook(deps: WebhooksDeps, principal: Principal, id: string): Promise<void> {
  await findOwnWebhook(deps.query, principal, id);
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

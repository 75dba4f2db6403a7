import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import type { Store } from "../../db/store.ts";
import { type Principal, tenantFor } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import type { NewId } from "../../ids.ts";
import { cancelWebhook } from "../../outbox/cancel.ts";
import type { Filters } from "../../outbox/filter.ts";
import { OPERATOR_TENANT } from "../../outbox/happening.ts";
import type { Registry } from "../../outbox/registry.ts";
import { PAUSED } from "../../outbox/states.ts";
import type { Vault } from "../../vault.ts";
import type { Profile } from "../../wire/profile.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";
import type { Verify } from "../../worker/verify.ts";
import { checkProfile } from "../profiles/read.ts";
import type { Settings } from "../settings/settings.ts";
import { ensureTenant, tenantProfile } from "../tenants/service.ts";
import { insertSecret, insertWebhook, isForNobody, newRow, secretFor } from "./insert.ts";
import type { NewWebhook, Webhook } from "./model.ts";
import { noteChange } from "./note.ts";
import { presentWebhook, type WebhookRow } from "./present.ts";
import { prove } from "./prove.ts";
import { findOwnWebhook, findWebhook } from "./read.ts";
import { type Revealed, revealed } from "./secret.ts";
import {
  checkFilter,
  checkWebhook,
  type FilterRules,
  refuseForeignTypes,
  refuseOwnChoice,
  type WebhookRules,
} from "./validate.ts";
import { updateOf, writeTo } from "./write.ts";

export type WebhooksDeps = WebhookRules & {
  store: Store;
  query: Query;
  clock: Clock;
  newId: NewId;
  vault: Vault;
  registry: Registry;
  dispatcher: Pick<Dispatcher, "withdraw" | "due">;
  verify: Verify;
  settings: Pick<Settings, "get">;
  sandbox: Filters & FilterRules["sandbox"];
};

/**
 * Registers a webhook; where its profile asks for proof of ownership, the handshake is made before this resolves. The
 * secret is in this answer. Throws 403, 409 `webhook_limit`, 422.
 */
export async function createWebhook(
  deps: WebhooksDeps,
  principal: Principal,
  input: NewWebhook,
): Promise<Webhook & Revealed> {
  const tenant = tenantFor(principal, input.tenant);
  refuseForeignTypes(principal, input.event_types);
  refuseOwnChoice(principal, input.profile ?? null, null);
  checkProfile(deps.registry.profiles, input.profile ?? null, "/profile");
  const inherited = await tenantProfile(deps, tenant);
  const profile = deps.registry.profiles.of(input.profile ?? null, inherited);
  const secret = secretFor(profile, input.secret);
  const { url, headers } = input;
  checkWebhook({ url, headers, secret: { value: secret, pointer: "/secret" } }, profile, deps, principal);
  await checkFilter(deps, input.filter, tenant);
  await ensureTenant(deps, tenant);
  const wanted: "active" | "paused" = input.status === "paused" ? "paused" : "active";
  const status = profile.verification === "none" ? wanted : "unverified";
  const statusReason = status === "unverified" && wanted === "paused" ? PAUSED : null;
  const made = { id: deps.newId("wh"), tenant, appUser: principal.appUser, createdAt: deps.clock.now() };
  const webhook = newRow(deps.vault, input, { ...made, status, statusReason });
  await insert(deps, principal, { seq: webhook.seq, webhook, tenantProfile: inherited }, profile, secret);
  await deps.registry.refresh(made.id);
  if (status === "unverified") await prove(deps, made.id);
  const row = await findWebhook(deps.query, principal, made.id);
  return { ...presentWebhook(deps.registry, row, principal), ...revealed(secret) };
}

/** How many webhooks a tenant may have; null is no limit, for those that Posthorn makes itself, one for each tenant that wants to be told. */
function limitOf({ settings }: WebhooksDeps, tenant: string, { limits }: Profile): number | null {
  if (limits.webhooks_per_tenant !== null) return limits.webhooks_per_tenant;
  return tenant === OPERATOR_TENANT ? null : settings.get("webhooks_per_tenant");
}

/** Throws 409 where the limit is reached. */
async function insert(
  deps: WebhooksDeps,
  principal: Principal,
  row: WebhookRow,
  profile: Profile,
  secret: string,
): Promise<void> {
  const { id, tenant, createdAt } = row.webhook;
  const limit = limitOf(deps, tenant, profile);
  const statements = [
    insertWebhook(row.webhook, limit),
    insertSecret(deps.vault, id, secret, createdAt),
    ...noteChange(deps, principal, "webhook.created", { before: null, after: row }, [secret]),
  ];
  await deps.store.write(statements).catch((error) => {
    if (limit === null || !isForNobody(error)) throw error;
    throw new Problem("webhook_limit", `The tenant ${tenant} has its ${limit} webhooks already.`);
  });
}

/** Deletes a webhook with its credentials and cancels what it still had to get; its history stays until retention takes it. Throws 403, 404. */
export async function deleteWebhook(deps: WebhooksDeps, principal: Principal, id: string): Promise<void> {
  const before = await findOwnWebhook(deps.query, principal, id);
  const now = deps.clock.now();
  const gone = { deletedAt: now, updatedAt: now, headers: {} };
  await writeTo(deps, principal, id, [
    updateOf(deps.query, id, gone),
    {
      sql: "DELETE FROM webhook_secrets WHERE webhook_seq = (SELECT seq FROM webhooks WHERE id = ?)",
      args: [id],
    },
    ...noteChange(deps, principal, "webhook.deleted", { before, after: null }),
  ]);
  await deps.registry.refresh(id);
  await cancelWebhook(deps.store, id, "webhook_deleted", now);
  await deps.dispatcher.withdraw(id);
}

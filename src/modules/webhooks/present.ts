import type { webhooks } from "../../db/schema.ts";
import type { Principal } from "../../http/principal.ts";
import { iso, isoOrNull } from "../../http/time.ts";
import { openHeaders } from "../../outbox/own-headers.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import type { Registry } from "../../outbox/registry.ts";
import { healthState } from "../../wire/health.ts";
import { maskHeaders } from "../../wire/mask.ts";
import type { Profile } from "../../wire/profile.ts";
import { mayRead } from "../readable.ts";
import type { Webhook } from "./model.ts";

export type WebhookRow = { seq: number; webhook: typeof webhooks.$inferSelect; tenantProfile: string | null };

/** The profile that a webhook has now. */
export const profileOfRow = (profiles: Profiles, { webhook, tenantProfile }: WebhookRow) =>
  profiles.of(webhook.profile, tenantProfile);

export type Known = Pick<Registry, "profiles" | "webhook" | "vault">;

/** A webhook as its reader may see it: credentials among its headers are for those who could change them. */
export function presentWebhook(
  registry: Known,
  row: WebhookRow,
  { scopes, eventTypes }: Pick<Principal, "scopes" | "eventTypes">,
): Webhook {
  const isOwn = row.webhook.eventTypes.every((pattern) => mayRead({ eventTypes }, pattern));
  const mayChange = isOwn && (scopes.has("webhooks:write") || scopes.has("admin"));
  return mayChange ? present(registry, row, headersOf(registry, row)) : maskedWebhook(registry, row);
}

/** A webhook as events may hold it: no credential can be read there. */
export function maskedWebhook(registry: Known, row: WebhookRow, secrets = secretsOf(registry, row)): Webhook {
  const profile = profileOfRow(registry.profiles, row);
  const masked = maskHeaders(profile, Object.entries(headersOf(registry, row)), secrets);
  return present(registry, row, Object.fromEntries(masked));
}

/** A webhook with its credentials, but for its secret, wherever that stands. */
export function openWebhook(registry: Known, row: WebhookRow, secrets = secretsOf(registry, row)): Webhook {
  const holdsSecret = (value: string) => secrets.some((secret) => secret !== "" && value.includes(secret));
  const { headers: masked } = maskedWebhook(registry, row, secrets);
  const headers = Object.entries(headersOf(registry, row)).map(([name, value]) => [
    name,
    holdsSecret(value) ? masked[name] : value,
  ]);
  return present(registry, row, Object.fromEntries(headers));
}

const headersOf = ({ vault }: Known, { webhook }: WebhookRow) => openHeaders(vault, webhook);

const secretsOf = (registry: Known, { webhook }: WebhookRow) =>
  registry.webhook(webhook.id)?.secrets.map(({ value }) => value) ?? [];

function present({ profiles }: Known, row: WebhookRow, headers: Record<string, string>): Webhook {
  const { webhook } = row;
  const profile = profileOfRow(profiles, row);
  return {
    id: webhook.id,
    tenant: webhook.tenant,
    url: webhook.url,
    description: webhook.description,
    event_types: webhook.eventTypes,
    channels: webhook.channels,
    profile: webhook.profile,
    headers,
    filter: webhook.filter,
    rate_limit: webhook.rateLimit,
    metadata: webhook.metadata,
    status: webhook.status,
    status_reason: webhook.statusReason,
    app_user: webhook.appUser,
    health: presentHealth(profile, webhook),
    verification: presentVerification(profile, webhook),
    created: iso(webhook.createdAt),
    updated: iso(webhook.updatedAt),
  };
}

function presentHealth(profile: Profile, webhook: WebhookRow["webhook"]): Webhook["health"] {
  const { consecutiveFailures, failingSince, lastSuccessAt, lastFailureAt } = webhook;
  const counters = {
    consecutiveFailures,
    failingSince,
    lastSuccess: lastSuccessAt,
    lastFailure: lastFailureAt,
  };
  return {
    state: healthState(profile, counters),
    consecutive_failures: consecutiveFailures,
    failing_since: isoOrNull(failingSince),
    last_success: isoOrNull(lastSuccessAt),
    last_failure: isoOrNull(lastFailureAt),
  };
}

function presentVerification(profile: Profile, webhook: WebhookRow["webhook"]): Webhook["verification"] {
  if (profile.verification === "none") return { state: "not_required", error: null, at: null };
  const { verifiedAt, verificationError } = webhook;
  const error = verifiedAt === null ? "The URL has not been verified yet." : verificationError;
  return { state: error === null ? "verified" : "failed", error, at: isoOrNull(verifiedAt) };
}

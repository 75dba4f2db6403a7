import type { webhooks } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../http/time.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import { healthState } from "../../wire/health.ts";
import type { Profile } from "../../wire/profile.ts";
import type { Webhook } from "./model.ts";

export type WebhookRow = { seq: number; webhook: typeof webhooks.$inferSelect; tenantProfile: string | null };

/** The profile that a webhook has now. */
export const profileOfRow = (profiles: Profiles, { webhook, tenantProfile }: WebhookRow) =>
  profiles.of(webhook.profile, tenantProfile);

export function presentWebhook(profiles: Profiles, row: WebhookRow): Webhook {
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
    headers: webhook.headers,
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

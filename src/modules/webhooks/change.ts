import { eq } from "drizzle-orm";
import { statement } from "../../db/query.ts";
import { webhooks } from "../../db/schema.ts";
import type { Principal } from "../../http/principal.ts";
import { cancelWebhook } from "../../outbox/cancel.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import type { WebhookStatus } from "../../outbox/states.ts";
import type { Profile } from "../../wire/profile.ts";
import { checkProfile } from "../profiles/service.ts";
import { refuseTooMany } from "./inherit.ts";
import type { Webhook, WebhookChanges } from "./model.ts";
import { presentWebhook, profileOfRow, type WebhookRow } from "./present.ts";
import { findOwnWebhook, findWebhook } from "./read.ts";
import type { WebhooksDeps } from "./service.ts";
import { checkWebhook, refuseForeignTypes } from "./validate.ts";

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
  const before = await findOwnWebhook(deps.query, principal, id);
  const profile = checkChanges(deps, principal, before, changes);
  const then = transition(deps.registry.profiles, before, profile, changes);
  const changed = columnsOf(changes, before.webhook.status, then, deps.clock.now());
  await deps.store.write([statement(deps.query.update(webhooks).set(changed).where(eq(webhooks.id, id)))]);
  await deps.registry.refresh(id);
  if (then.verifyFor) await deps.verify(id, then.verifyFor);
  if (then.status === "disabled" && before.webhook.status !== "disabled")
    await cancelWebhook(deps.store, id, "webhook_disabled", deps.clock.now());
  if (deps.registry.webhook(id)?.status === "active") deps.dispatcher.due(id, deps.clock.now());
  else await deps.dispatcher.withdraw(id);
  return presentWebhook(deps.registry.profiles, await findWebhook(deps.query, principal, id));
}

/** Answers the profile that the webhook will have. */
function checkChanges(
  deps: WebhooksDeps,
  principal: Principal,
  before: WebhookRow,
  changes: WebhookChanges,
): Profile {
  if (changes.event_types) refuseForeignTypes(principal, changes.event_types);
  if (changes.profile !== undefined) checkProfile(deps.registry.profiles, changes.profile, "/profile");
  const { webhook, tenantProfile } = before;
  const { profiles } = deps.registry;
  const profile = profiles.of(
    changes.profile === undefined ? webhook.profile : changes.profile,
    tenantProfile,
  );
  const [newest] = deps.registry.webhook(webhook.id)?.secrets ?? [];
  const newProfile = changes.profile !== undefined;
  if (newProfile && profile.name !== profileOfRow(profiles, before).name)
    refuseTooMany(deps.registry, webhook.tenant, profile);
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
  profiles: Profiles,
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
    profileOfRow(profiles, before).verification === profile.verification;
  if (profile.verification === "none" || proven || wanted === "disabled")
    return { status: wanted, verifyFor: null, moved };
  if (moved || named !== undefined || status !== undefined)
    return { status: "unverified", verifyFor: wanted, moved };
  return { status: webhook.status, verifyFor: null, moved };
}

/** The status is written only where it changes or was asked for: the webhook may have been disabled since it was read. */
function columnsOf(
  { event_types, rate_limit, status: asked, filter: _, ...same }: WebhookChanges,
  before: WebhookStatus,
  { status, verifyFor, moved }: Transition,
  now: number,
): Partial<typeof webhooks.$inferInsert> {
  return {
    ...same,
    ...((asked || status !== before) && { status }),
    ...(event_types && { eventTypes: event_types }),
    ...(rate_limit !== undefined && { rateLimit: rate_limit }),
    ...(asked && { statusReason: asked === "disabled" ? "operator" : null }),
    ...(asked === "active" && { consecutiveFailures: 0, failingSince: null }),
    ...((verifyFor || moved) && { verifiedAt: null, verificationError: null }),
    updatedAt: now,
  };
}

import type { Principal } from "../../http/principal.ts";
import { cancelWebhook } from "../../outbox/cancel.ts";
import { openHeaders, sealHeaders } from "../../outbox/own-headers.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import { PAUSED, type WebhookStatus } from "../../outbox/states.ts";
import type { Vault } from "../../vault.ts";
import type { Profile } from "../../wire/profile.ts";
import { checkProfile } from "../profiles/read.ts";
import { refuseTooMany } from "./inherit.ts";
import type { Webhook, WebhookChanges } from "./model.ts";
import { noteChange } from "./note.ts";
import { presentWebhook, profileOfRow, type WebhookRow } from "./present.ts";
import { prove, provenStatus } from "./prove.ts";
import { findOwnWebhook, findWebhook } from "./read.ts";
import type { WebhooksDeps } from "./service.ts";
import { checkFilter, checkWebhook, refuseForeignTypes, refuseOwnChoice } from "./validate.ts";
import { wake } from "./wake.ts";
import { updateOf, writeTo } from "./write.ts";

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
  await checkFilter(deps, changes.filter, before.webhook.tenant);
  const then = transition(deps.registry.profiles, before, profile, changes);
  const changed = columnsOf(deps.vault, changes, before.webhook, then, deps.clock.now());
  const after = { ...before, webhook: { ...before.webhook, ...changed } };
  await writeTo(deps, principal, id, [
    updateOf(deps.query, id, changed),
    ...noteChange(deps, principal, "webhook.updated", { before, after }),
  ]);
  await deps.registry.refresh(id);
  if (then.verifyFor) await prove(deps, id);
  if (then.status === "disabled" && before.webhook.status !== "disabled")
    await cancelWebhook(deps.store, id, "webhook_disabled", deps.clock.now());
  await wake(deps, id);
  return presentWebhook(deps.registry, await findWebhook(deps.query, principal, id), principal);
}

/** Answers the profile that the webhook will have. */
function checkChanges(
  deps: WebhooksDeps,
  principal: Principal,
  before: WebhookRow,
  changes: WebhookChanges,
): Profile {
  if (changes.event_types) refuseForeignTypes(principal, changes.event_types);
  const { webhook, tenantProfile } = before;
  if (changes.profile !== undefined) {
    refuseOwnChoice(principal, changes.profile, webhook.profile);
    checkProfile(deps.registry.profiles, changes.profile, "/profile");
  }
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
      headers: changes.headers ?? (newProfile ? openHeaders(deps.vault, webhook) : undefined),
      secret: newProfile && newest ? { value: newest.value, pointer: "/profile" } : undefined,
    },
    profile,
    deps,
    principal,
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
  const wanted = status ?? (webhook.status === "unverified" ? provenStatus(webhook) : webhook.status);
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
  vault: Vault,
  { event_types, rate_limit, headers, status: asked, ...same }: WebhookChanges,
  before: WebhookRow["webhook"],
  { status, verifyFor, moved }: Transition,
  now: number,
): Partial<WebhookRow["webhook"]> {
  return {
    ...same,
    ...((asked || status !== before.status) && { status, statusReason: reasonOf(status, verifyFor) }),
    ...(headers && { headers: sealHeaders(vault, before.id, headers) }),
    ...(event_types && { eventTypes: event_types }),
    ...(rate_limit !== undefined && { rateLimit: rate_limit }),
    ...(asked === "active" && { consecutiveFailures: 0, failingSince: null, notice: 0 }),
    ...((verifyFor || moved) && { verifiedAt: null, verificationError: null }),
    updatedAt: now,
  };
}

function reasonOf(status: WebhookStatus, verifyFor: Transition["verifyFor"]): string | null {
  if (status === "disabled") return "operator";
  return verifyFor === "paused" ? PAUSED : null;
}

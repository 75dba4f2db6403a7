import type { Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import { publicKeyOf, signsWithEveryKey } from "../../wire/signature.ts";
import { insertSecret, secretFor } from "./insert.ts";
import type { Rotation } from "./model.ts";
import { changed, noteDeed } from "./note.ts";
import { profileOfRow } from "./present.ts";
import { findOwnWebhook } from "./read.ts";
import type { WebhooksDeps } from "./service.ts";
import { checkWebhook } from "./validate.ts";
import { writeTo } from "./write.ts";

const DEFAULT_GRACE_SECONDS = 86_400;

/** Each live one adds a signature to a header, and receivers take only so much header. */
const MAX_EARLIER = 4;

const SECRETS = "webhook_secrets WHERE webhook_seq = (SELECT seq FROM webhooks WHERE id = ?)";
const dropOldest = `DELETE FROM ${SECRETS} AND seq NOT IN (SELECT seq FROM ${SECRETS} ORDER BY seq DESC LIMIT ${MAX_EARLIER})`;
const endEarlier = `UPDATE webhook_secrets SET expires_at = min(?, coalesce(expires_at, ?))
  WHERE webhook_seq = (SELECT seq FROM webhooks WHERE id = ?)`;

export type Revealed = { secret: string; public_key: string | null };

/** A secret as it is shown, with the public key where it is a private one. */
export const revealed = (secret: string): Revealed => ({ secret, public_key: publicKeyOf(secret) });

/** The secret that signs now, and how long one before it does beside it. Throws 403 where the profile shows it once, and 404. */
export async function revealSecret(deps: WebhooksDeps, principal: Principal, id: string) {
  const row = await findOwnWebhook(deps.query, principal, id);
  const profile = profileOfRow(deps.registry.profiles, row);
  if (profile.secret.reveal === "once")
    throw new Problem("secret_shown_once", "It was shown when it was made. If it is lost, rotate it.");
  const [newest, ...earlier] = deps.registry.webhook(id)?.secrets ?? [];
  if (!newest) throw new Problem("not_found", "The webhook has no secret.");
  await deps.store.write([noteDeed(deps, principal, "webhook.secret_revealed", row.webhook)]);
  const until = Math.max(...earlier.map(({ expiresAt }) => expiresAt ?? 0));
  const signs = signsWithEveryKey(profile) && until > deps.clock.now();
  return { ...revealed(newest.value), previous_signs_until: signs ? iso(until) : null };
}

/**
 * Gives the webhook a new secret. Those before it, a few at most, sign beside it until the grace time ends, where the profile's
 * signatures can: else `previous_signs_until` is null and the old one ends now. Throws 403, 404, 422.
 */
export async function rotateSecret(deps: WebhooksDeps, principal: Principal, id: string, input: Rotation) {
  const row = await findOwnWebhook(deps.query, principal, id);
  const profile = profileOfRow(deps.registry.profiles, row);
  const secret = secretFor(profile, input.secret);
  checkWebhook({ secret: { value: secret, pointer: "/secret" } }, profile, deps, principal);
  const now = deps.clock.now();
  const until = now + (input.grace_seconds ?? DEFAULT_GRACE_SECONDS) * 1000;
  const statements = [
    { sql: dropOldest, args: [id, id] },
    { sql: endEarlier, args: [until, until, id] },
    insertSecret(deps.vault, id, secret, now),
    noteDeed(deps, principal, "webhook.secret_rotated", row.webhook),
    changed(deps, row, row),
  ];
  await writeTo(deps, principal, id, statements);
  await deps.registry.refresh(id);
  return { ...revealed(secret), previous_signs_until: signsWithEveryKey(profile) ? iso(until) : null };
}

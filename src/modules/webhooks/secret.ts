import { randomBytes } from "node:crypto";
import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import { secretContext } from "../../outbox/targets.ts";
import type { Vault } from "../../vault.ts";
import { generateSecret } from "../../wire/signature.ts";
import type { Rotation } from "./model.ts";
import { profileOfRow } from "./present.ts";
import { findWebhook } from "./read.ts";
import type { WebhooksDeps } from "./service.ts";
import { checkWebhook } from "./validate.ts";

const DEFAULT_GRACE_SECONDS = 86_400;

/** Where the webhook was refused by the limit before this, there is none to give a secret to. */
export function insertSecret(vault: Vault, webhook: string, secret: string, now: number): Statement {
  const sql = `INSERT INTO webhook_secrets (webhook_seq, sealed, created_at) SELECT seq, ?, ? FROM webhooks WHERE id = ?`;
  return { sql, args: [vault.seal(secret, secretContext(webhook)), now, webhook] };
}

/** The secret that signs now. Throws 403 where the profile shows it once, and 404. */
export async function revealSecret(
  deps: WebhooksDeps,
  principal: Principal,
  id: string,
): Promise<{ secret: string }> {
  const row = await findWebhook(deps.query, principal, id);
  if (profileOfRow(row).secret.reveal === "once")
    throw new Problem("secret_shown_once", "It was shown when it was made. If it is lost, rotate it.");
  const [newest] = deps.registry.webhook(id)?.secrets ?? [];
  if (!newest) throw new Problem("not_found", "The webhook has no secret.");
  return { secret: newest.value };
}

/** Gives the webhook a new secret; those before it sign until the grace time ends. Throws 404, 422. */
export async function rotateSecret(deps: WebhooksDeps, principal: Principal, id: string, input: Rotation) {
  const profile = profileOfRow(await findWebhook(deps.query, principal, id));
  const provided = input.secret ?? (profile.secret.source === "provided" ? "" : null);
  const secret = provided ?? generateSecret(profile, randomBytes);
  checkWebhook({ secret: { value: secret, pointer: "/secret" } }, profile, deps);
  const now = deps.clock.now();
  const until = now + (input.grace_seconds ?? DEFAULT_GRACE_SECONDS) * 1000;
  const endOthers = `UPDATE webhook_secrets SET expires_at = min(?, coalesce(expires_at, ?))
    WHERE webhook_seq = (SELECT seq FROM webhooks WHERE id = ?)`;
  await deps.store.write([
    { sql: endOthers, args: [until, until, id] },
    insertSecret(deps.vault, id, secret, now),
  ]);
  await deps.registry.refresh(id);
  return { secret, previous_signs_until: iso(until) };
}

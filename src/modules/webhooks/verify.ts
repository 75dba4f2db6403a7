import type { Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import type { Webhook } from "./model.ts";
import { noteDeed } from "./note.ts";
import { presentWebhook, profileOfRow } from "./present.ts";
import { prove } from "./prove.ts";
import { findOwnWebhook, findWebhook } from "./read.ts";
import type { WebhooksDeps } from "./service.ts";

/**
 * Asks a webhook's URL again to prove whose it is, and answers the webhook with what came of it. One that is paused stays so when
 * it is proven. Throws 403, 404, 409 `verification_not_required` or `webhook_disabled`.
 */
export async function verifyWebhook(deps: WebhooksDeps, principal: Principal, id: string): Promise<Webhook> {
  const row = await findOwnWebhook(deps.query, principal, id);
  const { webhook } = row;
  const { name, verification } = profileOfRow(deps.registry.profiles, row);
  if (verification === "none")
    throw new Problem("verification_not_required", `The profile ${name} asks for no proof of ownership.`);
  if (webhook.status === "disabled")
    throw new Problem("webhook_disabled", "Enable it first; a URL that is not proven is asked then.");
  await deps.store.write([noteDeed(deps, principal, "webhook.verification_requested", webhook)]);
  await deps.registry.refresh(id);
  await prove(deps, id);
  return presentWebhook(deps.registry, await findWebhook(deps.query, principal, id), principal);
}

import { type Principal, tenantFor } from "../../http/principal.ts";
import { checkProfile } from "../profiles/read.ts";
import { tenantProfile } from "../tenants/service.ts";
import type { UrlTried, UrlTry } from "./model.ts";
import type { WebhooksDeps } from "./service.ts";
import { webhookFaults } from "./validate.ts";

/**
 * What would be wrong with the URL of a webhook that is registered now, as far as the URL itself shows it: names are resolved when
 * something is sent. Throws 403, 422 for a profile that is none.
 */
export async function tryUrl(deps: WebhooksDeps, principal: Principal, input: UrlTry): Promise<UrlTried> {
  const { url, profile = null } = input;
  const { profiles } = deps.registry;
  checkProfile(profiles, profile, "/profile");
  const inherited = await tenantProfile(deps, tenantFor(principal, input.tenant));
  const { faults } = webhookFaults({ url }, profiles.of(profile, inherited), deps, principal);
  return { error: faults[0]?.detail ?? null };
}

import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { webhooks } from "../../db/schema.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import { mailedKinds, OPERATOR_TENANT } from "../../outbox/happening.ts";
import { DEFAULT_PROFILE } from "../../outbox/profiles.ts";
import { changeWebhook } from "../webhooks/change.ts";
import { createWebhook, deleteWebhook, type WebhooksDeps } from "../webhooks/service.ts";
import { webhookFaults } from "../webhooks/validate.ts";

const POINTER = "/notify/url";

/** Throws 422 for a URL that a tenant cannot be told at: the same rules as for any webhook. */
export function checkNotifyUrl(deps: WebhooksDeps, tenant: string, url: string | null): void {
  if (url === null) return;
  if (tenant === OPERATOR_TENANT) {
    const detail = "must be left out: what happens to webhooks of this tenant becomes no event";
    throw invalid([{ pointer: POINTER, detail }]);
  }
  const profile = deps.registry.profiles.of(DEFAULT_PROFILE, null);
  const { faults, forbidden } = webhookFaults({ url }, profile, deps);
  if (faults.length > 0)
    throw invalid(
      faults.map(({ detail }) => ({ pointer: POINTER, detail })),
      forbidden ? "url_not_allowed" : undefined,
    );
}

/**
 * Keeps the webhook of the tenant `_operator` that tells a tenant what happens to its own in step with the URL it is to be told
 * at: made, moved or, for null, deleted. So it is signed, retried and logged as any webhook. A new URL enables it again.
 */
export async function keepNotifyTarget(
  deps: WebhooksDeps,
  principal: Principal,
  tenant: string,
  url: string | null,
): Promise<void> {
  const [first, ...rest] = await targetsOf(deps, tenant);
  for (const { id } of url === null && first ? [first, ...rest] : rest)
    await deleteWebhook(deps, principal, id);
  if (url === null) return;
  if (!first) await createWebhook(deps, { ...principal, appUser: null }, target(tenant, url));
  else if (first.url !== url) await changeWebhook(deps, principal, first.id, { url, status: "active" });
}

/** There is one, but for two changes of a tenant at the same moment. */
function targetsOf({ query }: WebhooksDeps, tenant: string): Promise<{ id: string; url: string }[]> {
  return query
    .select({ id: webhooks.id, url: webhooks.url })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.tenant, OPERATOR_TENANT),
        isNull(webhooks.deletedAt),
        eq(sql`${webhooks.metadata} ->> '$.notify_of'`, tenant),
      ),
    )
    .orderBy(asc(webhooks.seq));
}

const target = (tenant: string, url: string) => ({
  tenant: OPERATOR_TENANT,
  url,
  description: `Notifications of ${tenant}`,
  event_types: [...mailedKinds],
  channels: [tenant],
  profile: DEFAULT_PROFILE,
  metadata: { notify_of: tenant },
});

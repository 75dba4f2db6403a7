import { api } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import { OPERATOR_TENANT } from "../app/operator-tenant.ts";
import { boundTenant } from "../app/session.ts";
import { t } from "../texts/index.ts";
import type { Suggestion } from "./filter-input.tsx";
import { shortUrl } from "./url-text.tsx";

/** What one page has at most; more can be typed. */
const MOST = "250";

/** The catalogue's event types, undeclared ones among them. */
export function useEventTypes(): Suggestion[] {
  const { data } = useResource(() => api["event-types"].get({ query: { limit: MOST } }), []);
  return (data?.data ?? []).map(({ name, description }) => ({
    value: name,
    ...(description && { label: description }),
  }));
}

/** The tenants, Posthorn's own among them; none on the portal, which has one only. */
export function useTenants(): Suggestion[] {
  const { data } = useResource(() => api.tenants.get({ query: { limit: MOST } }), [], {
    isOff: boundTenant.value !== null,
  });
  if (!data) return [];
  const listed = data.data.map(({ id, name }) => ({ value: id, ...(name && { label: name }) }));
  return [...listed, { value: OPERATOR_TENANT, label: t("tenants.operator") }];
}

/** The webhooks, of one tenant where one is named. */
export function useWebhooks(tenant: string | undefined): Suggestion[] {
  const { data } = useResource(
    () => api.webhooks.get({ query: { limit: MOST, ...(tenant && { tenant }) } }),
    [tenant],
  );
  return (data?.data ?? []).map(({ id, url }) => ({ value: id, label: shortUrl(url) }));
}

import type { Profile } from "../profile.ts";

/** Source: Shopify's documentation: 5 seconds, 8 retries within 4 hours. The intervals are ours. */
export const shopify: Profile = {
  name: "shopify",
  title: "Like Shopify",
  description: "The data alone with Shopify's headers and signature; eight retries within four hours.",
  body: "data",
  dates: "iso",
  content_type: "application/json",
  headers: {
    "X-Shopify-Topic": "{event.type}",
    "X-Shopify-Shop-Domain": "{tenant.id}",
    "X-Shopify-Webhook-Id": "{delivery.id}",
    "X-Shopify-Event-Id": "{event.id}",
    "X-Shopify-Triggered-At": "{event.created}",
  },
  signatures: [{ scheme: "hmac-base64", header: "X-Shopify-Hmac-Sha256" }],
  success: "2xx",
  timeout_seconds: 5,
  retry: {
    delays_seconds: [60, 120, 300, 600, 1200, 2400, 3600, 5400],
    jitter: 0.1,
    honour_retry_after: true,
  },
  dispatch: "immediate",
  verification: "none",
  secret: { source: "generated", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: 120, on_410: true },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

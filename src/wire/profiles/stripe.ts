import type { Profile } from "../profile.ts";

/** Source: Stripe's documentation: retries over three days with growing intervals. The intervals are ours. */
export const stripe: Profile = {
  name: "stripe",
  title: "Like Stripe",
  description: "Envelope with a timestamped Stripe-Signature; ten attempts within three days.",
  body: "envelope",
  dates: "iso",
  content_type: "application/json; charset=utf-8",
  headers: {},
  signatures: [{ scheme: "stripe", header: "Stripe-Signature" }],
  success: "2xx",
  timeout_seconds: 20,
  retry: {
    delays_seconds: [300, 1800, 7200, 18000, 36000, 43200, 43200, 43200, 43200],
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

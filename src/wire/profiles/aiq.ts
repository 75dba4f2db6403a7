import type { Profile } from "../profile.ts";

/** Source: seed 002. */
export const aiq: Profile = {
  name: "aiq",
  title: "AIQ",
  description: "Signed envelope; only a status of exactly 200 is success; three retries.",
  body: "envelope",
  dates: "iso",
  content_type: "application/json",
  headers: {},
  signatures: [{ scheme: "standard" }],
  success: [200],
  timeout_seconds: 15,
  retry: { delays_seconds: [60, 300, 900], jitter: 0.1, honour_retry_after: true },
  dispatch: "immediate",
  verification: "none",
  secret: { source: "generated", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: null, on_410: false },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

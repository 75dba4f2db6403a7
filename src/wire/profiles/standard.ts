import type { Profile } from "../profile.ts";

/** Source: standardwebhooks.com, its headers, signature and advice on retries and on 410. */
export const standard: Profile = {
  name: "standard",
  title: "Standard Webhooks",
  description: "The open standard, with libraries to verify it in most languages. The default.",
  body: "envelope",
  dates: "iso",
  content_type: "application/json",
  headers: {},
  signatures: [{ scheme: "standard" }],
  success: "2xx",
  timeout_seconds: 15,
  retry: {
    delays_seconds: [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400],
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

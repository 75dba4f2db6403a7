import type { Profile } from "../profile.ts";

/** Source: seed 000. Its retry table is exact and ends no delivery early, so no jitter, Retry-After or 410 rule; it disables nothing. */
export const organiko: Profile = {
  name: "organiko",
  title: "Organiko",
  description: "Signed envelope; six attempts within two hours and 36 minutes at exact intervals.",
  body: "envelope",
  dates: "iso",
  content_type: "application/json",
  headers: {},
  signatures: [{ scheme: "standard" }],
  success: "2xx",
  timeout_seconds: 15,
  retry: { delays_seconds: [5, 30, 300, 1800, 7200], jitter: 0, honour_retry_after: false },
  dispatch: "immediate",
  verification: "none",
  secret: { source: "generated", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: null, on_410: false },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

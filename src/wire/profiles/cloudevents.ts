import type { Profile } from "../profile.ts";
import { standard } from "./standard.ts";

/** Source: CloudEvents 1.0 JSON format and HTTP Web Hooks. These ask for no signature; one does them no harm. */
export const cloudevents: Profile = {
  name: "cloudevents",
  title: "CloudEvents",
  description: "Structured CloudEvents 1.0, sent after the receiver's consent, signed as Standard Webhooks.",
  body: "cloudevents",
  dates: "iso",
  content_type: "application/cloudevents+json",
  headers: {},
  signatures: [{ scheme: "standard" }],
  success: "2xx",
  timeout_seconds: 15,
  retry: standard.retry,
  dispatch: "immediate",
  verification: "cloudevents-consent",
  secret: { source: "generated", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: 120, on_410: true },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

import type { Profile } from "../profile.ts";
import { standard } from "./standard.ts";

/**
 * GitHub's way of signing and its 10 seconds, under header names that claim no brand. GitHub itself never retries;
 * its consumers know repeats from manual redelivery and tell them by the delivery id, so retrying is safe.
 */
export const github: Profile = {
  name: "github",
  title: "Like GitHub",
  description: "The data alone, signed as GitHub does; event and delivery named in headers.",
  body: "data",
  dates: "iso",
  content_type: "application/json",
  headers: {
    "X-Webhook-Event": "{event.type}",
    "X-Webhook-Delivery": "{delivery.id}",
    "X-Webhook-Hook-Id": "{webhook.id}",
  },
  signatures: [{ scheme: "hub-sha256", header: "X-Hub-Signature-256" }],
  success: "2xx",
  timeout_seconds: 10,
  retry: standard.retry,
  dispatch: "immediate",
  verification: "none",
  secret: { source: "generated", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: 120, on_410: true },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

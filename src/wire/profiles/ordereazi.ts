import type { Profile } from "../profile.ts";

/** Source: seed 003. Retries follow its minute sweep exactly, so no jitter and no Retry-After. */
export const ordereazi: Profile = {
  name: "ordereazi",
  title: "OrderEazi",
  description: "The data alone with sortable dates, sent by a sweep every minute; three retries.",
  body: "data",
  dates: "sortable",
  content_type: "application/json; charset=utf-8",
  headers: {
    "X-OE-Webhook-Id": "{delivery.id}",
    "X-OrderEazi-UserId": "{webhook.app_user}",
  },
  signatures: [],
  success: "2xx",
  timeout_seconds: 15,
  retry: { delays_seconds: [60, 60, 60], jitter: 0, honour_retry_after: false },
  dispatch: "sweep",
  verification: "none",
  secret: { source: "generated", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: null, on_410: false },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

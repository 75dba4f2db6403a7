import type { Profile } from "../profile.ts";
import { standard } from "./standard.ts";

/** Source: seed 001. */
export const orisha: Profile = {
  name: "orisha",
  title: "Orisha Commerce",
  description:
    "The data alone, with the secret and the event's facts in headers; at most three webhooks a tenant.",
  body: "data",
  dates: "iso",
  content_type: "application/json",
  headers: {
    "X-Event-Id": "{event.id}",
    "X-Event-Type": "{event.type}",
    "X-Secret": "{webhook.secret}",
    "X-Administration-Code": "{tenant.id}",
    "X-TriggeredBy-Id": "{event.actor}",
  },
  signatures: [],
  success: "2xx",
  timeout_seconds: 15,
  retry: standard.retry,
  dispatch: "immediate",
  verification: "none",
  secret: { source: "generated", reveal: "once" },
  limits: { webhooks_per_tenant: 3 },
  disable: { after_consecutive_failures: 100, after_failing_hours: null, on_410: false },
  warn_after_consecutive_failures: 50,
  require_https: true,
};

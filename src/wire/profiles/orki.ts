import type { Profile } from "../profile.ts";
import { standard } from "./standard.ts";

/** Source: seed 004. Its verify token is the webhook's secret: it proves ownership and keys the signature. */
export const orki: Profile = {
  name: "orki",
  title: "Orki",
  description: "Envelope signed with the consumer's verify token, after a handshake; five seconds to answer.",
  body: "envelope",
  dates: "iso",
  content_type: "application/json",
  headers: {},
  signatures: [{ scheme: "hub-sha256", header: "X-Hub-Signature-256" }],
  success: "2xx",
  timeout_seconds: 5,
  retry: standard.retry,
  dispatch: "immediate",
  verification: "hub-challenge",
  secret: { source: "provided", reveal: "always" },
  limits: { webhooks_per_tenant: null },
  disable: { after_consecutive_failures: null, after_failing_hours: null, on_410: false },
  warn_after_consecutive_failures: 5,
  require_https: true,
};

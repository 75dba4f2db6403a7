import type { Texts } from "../../types.ts";

/** The webhook's tab of what was sent to it. */
export const deliveries = {
  "webhook.tile.delivered": "Delivered, 24 h",
  "webhook.tile.of_attempts": "{share} of attempts",
  "webhook.tile.waiting": "Waiting",
  "webhook.tile.oldest": "oldest {span}",
  "webhook.tile.in_a_row": "Failures in a row",
  "webhook.tile.of": "disabled at {limit}",
  "webhook.tile.no_limit": "it is never disabled for them",
  "webhook.tile.hours": "disabled after {span} without success",
  "webhook.tile.answer": "Answer time, p50",
  "webhook.tile.p99": "p99 {p99}",
  "webhook.tile.no_answers": "no answers yet",

  "webhook.filter.event": "Event id",
  "webhook.filter.type": "Event type",
  "webhook.filter.type.any": "All event types",
  "webhook.column.status": "Status",
  "webhook.column.type": "Event type",
  "webhook.column.event": "Event",
  "webhook.column.answer": "Answer",
  "webhook.column.took": "Took",
  "webhook.column.attempts": "Attempts",
  "webhook.column.when": "When",
  "webhook.outcome.timeout": "timeout",
  "webhook.outcome.dns_error": "no such name",
  "webhook.outcome.connection_error": "no connection",
  "webhook.outcome.tls_error": "TLS",
  "webhook.outcome.blocked": "blocked",
  "webhook.outcome.response_too_large": "too large",
  "webhook.outcome.invalid_response": "not HTTP",
  "webhook.outcome.interrupted": "interrupted",
  "webhook.empty.title": "Nothing has been sent here yet",
  "webhook.empty.text":
    "Every event that matches appears here with what the receiver answered. Send a test to see one.",
  "webhook.empty.unverified": "Events appear here once the receiver has proved that it wants them.",
} as const satisfies Texts;

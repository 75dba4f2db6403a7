import type { Texts } from "../types.ts";

export const notifications = {
  "notifications.title": "Notifications",
  "notifications.sub": "What operators and tenants were told about webhooks",
  "notifications.recipients": "Alert contacts",
  "notifications.kind": "What happened",
  "notifications.kind.any": "Failing and recovered",
  "notifications.kind.delivery.exhausted": "Failed",
  "notifications.kind.webhook.failing": "Failing",
  "notifications.kind.webhook.disabled": "Disabled",
  "notifications.kind.webhook.recovered": "Recovered",
  "notifications.kind.webhook.verification_failed": "Not verified",
  "notifications.kind.tenant.event_types_full": "Too many event types",
  "notifications.kind.webhook.created": "Registered",
  "notifications.kind.webhook.updated": "Changed",
  "notifications.kind.webhook.deleted": "Deleted",
  "notifications.column.kind": "What",
  "notifications.column.message": "Message",
  "notifications.column.mailed": "Mailed",
  "notifications.column.when": "When",
  "notifications.not_mailed": "no",
  "notifications.empty.title": "No notifications",
  "notifications.empty.text":
    "When a webhook fails, is disabled or recovers, it shows here, and is mailed to the alert contacts.",
} as const satisfies Texts;

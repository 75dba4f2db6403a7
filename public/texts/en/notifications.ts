import type { Texts } from "../types.ts";

export const notifications = {
  "notifications.title": "Notifications",
  "notifications.sub": "What operators and tenants were told about webhooks",
  "notifications.recipients": "Who gets mail",
  "notifications.kind": "What happened",
  "notifications.kind.any": "Trouble, and its end",
  "notifications.kind.delivery.exhausted": "Given up",
  "notifications.kind.webhook.failing": "Failing",
  "notifications.kind.webhook.disabled": "Disabled",
  "notifications.kind.webhook.recovered": "Recovered",
  "notifications.kind.webhook.verification_failed": "Not verified",
  "notifications.kind.webhook.created": "Registered",
  "notifications.kind.webhook.updated": "Changed",
  "notifications.kind.webhook.deleted": "Deleted",
  "notifications.column.kind": "What",
  "notifications.column.message": "Message",
  "notifications.column.mailed": "Mailed",
  "notifications.column.when": "When",
  "notifications.not_mailed": "no",
  "notifications.empty.title": "Nothing to tell",
  "notifications.empty.text":
    "When a webhook fails, is disabled or recovers, it is told here, and by mail to whom the settings name.",
} as const satisfies Texts;

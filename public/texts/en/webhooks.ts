import type { Texts } from "../types.ts";

export const webhooks = {
  "webhooks.title": "Webhooks",
  "webhooks.sub": "Who gets which events, and whether they arrive",
  "webhooks.new": "New webhook",
  "webhooks.list": "Webhooks",
  "webhooks.search": "URL, description, tenant or id",
  "webhooks.search.own": "URL, description or id",
  "webhooks.tenant": "Tenant",
  "webhooks.tenant.any": "All tenants",
  "webhooks.status": "Status",
  "webhooks.status.any": "Any status",
  "webhooks.column.health": "Health",
  "webhooks.column.webhook": "Webhook",
  "webhooks.column.events": "Events",
  "webhooks.column.last_day": "Last 24 h",
  "webhooks.column.last": "Last delivery",
  "webhooks.more_types": { one: "and {count} more", other: "and {count} more" },
  "webhooks.all_channels": "all channels",
  "webhooks.channels": { one: "{count} channel", other: "{count} channels" },
  "webhooks.empty.title": "No webhooks yet",
  "webhooks.empty.text":
    "A webhook is an address that gets events. Register one, then send it a test event to see it arrive.",
} as const satisfies Texts;

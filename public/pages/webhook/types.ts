import type { api, DataOf, RowOf } from "../../api/client.ts";

export type Webhook = RowOf<typeof api.webhooks.get>;
export type CreatedWebhook = DataOf<typeof api.webhooks.post>;
export type RotatedSecret = DataOf<ReturnType<typeof api.webhooks>["secret"]["rotate"]["post"]>;
export type Profile = RowOf<typeof api.profiles.get>;
export type EventType = RowOf<(typeof api)["event-types"]["get"]>;
export type Delivery = RowOf<typeof api.deliveries.get>;
export type WebhookStats = DataOf<ReturnType<typeof api.webhooks>["stats"]["get"]>;
export type Attempt = DataOf<ReturnType<typeof api.webhooks>["test"]["post"]>;

/** What can be told; without a choice the last three are left out. */
export const kinds = [
  "delivery.exhausted",
  "webhook.failing",
  "webhook.disabled",
  "webhook.recovered",
  "webhook.verification_failed",
  "tenant.event_types_full",
  "webhook.created",
  "webhook.updated",
  "webhook.deleted",
] as const;

export type Kind = (typeof kinds)[number];

export const isKind = (name: string | undefined): name is Kind => kinds.includes(name as Kind);

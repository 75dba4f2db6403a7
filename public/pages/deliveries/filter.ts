export const filterNames = [
  "status",
  "type",
  "webhook",
  "tenant",
  "channel",
  "event",
  "within",
  "since",
  "until",
] as const;
export type FilterName = (typeof filterNames)[number];

export const statuses = ["pending", "succeeded", "failed", "cancelled"] as const;
export type Status = (typeof statuses)[number] | "success" | "failure";

/** `success` and `failure` are words that links from other pages use for the two ends. */
export const isStatus = (name: string | undefined): name is Status =>
  [...statuses, "success", "failure"].includes(name ?? "");

/** What `GET /deliveries` and `POST /deliveries/retry` narrow by. */
export type DeliveryQuery = Partial<Record<Exclude<FilterName, "within" | "status">, string>> & {
  status?: Status;
};

import { t } from "elysia";
import { eventType, label, oneOf, tenantId } from "../shared-model.ts";

const statuses = ["success", "failure", "succeeded", "failed"] as const;
const id = t.String({ maxLength: 64, description: "an id of at most 64 characters" });

/** The filters of the deliveries' list, as far as they fit what is just happening; a status is the attempt's own. */
export const streamQuery = t.Object(
  {
    tenant: t.Optional(tenantId),
    webhook: t.Optional(id),
    event: t.Optional(id),
    type: t.Optional(eventType),
    channel: t.Optional(label("a channel")),
    status: t.Optional(oneOf(statuses)),
    after: t.Optional(
      t.String({ maxLength: 64, description: "the id of the last one seen, as the header Last-Event-ID" }),
    ),
  },
  { additionalProperties: false },
);

export type StreamQuery = typeof streamQuery.static;

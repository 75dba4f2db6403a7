import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime, moment } from "../../http/time.ts";
import { eventType, integer, label, tenantId } from "../shared-model.ts";

export const MAX_BATCH = 1000;

export const newEvent = t.Object(
  {
    type: eventType,
    data: t.Unknown({ description: "any JSON" }),
    id: t.Optional(
      t.String({
        pattern: "^[A-Za-z0-9_-]{1,64}$",
        description: "1 to 64 letters, digits, dashes or underscores",
      }),
    ),
    tenant: t.Optional(tenantId),
    created: t.Optional(dateTime()),
    previous_attributes: t.Optional(
      t.Nullable(t.Record(t.String(), t.Unknown(), { description: "an object" })),
    ),
    channel: t.Optional(t.Nullable(label("a channel"))),
    actor: t.Optional(t.Nullable(label("an actor"))),
  },
  { additionalProperties: false, description: "an object" },
);

export const newEvents = t.Object(
  {
    events: t.Array(t.Unknown(), {
      minItems: 1,
      maxItems: MAX_BATCH,
      description: `a list of 1 to ${MAX_BATCH} events`,
    }),
  },
  { additionalProperties: false, description: "an object" },
);

export const acceptedEvent = t.Object({
  id: t.String(),
  type: t.String(),
  tenant: t.String(),
  created: moment(),
  channel: t.Nullable(t.String()),
  actor: t.Nullable(t.String()),
  deliveries: integer({ description: "how many webhooks get it" }),
});

const problem = t.Object(
  { type: t.String(), title: t.String(), status: integer(), detail: t.String(), code: t.String() },
  { additionalProperties: true },
);

export const acceptedEvents = t.Object({
  data: t.Array(t.Union([acceptedEvent, t.Object({ error: problem })])),
});

export const eventSummary = t.Object({
  id: t.String(),
  type: t.String(),
  tenant: t.String(),
  created: moment(),
  accepted: moment(),
  channel: t.Nullable(t.String()),
  actor: t.Nullable(t.String()),
  deliveries: integer(),
  unmatched_reason: t.Nullable(t.String({ description: "why no webhook got it" })),
  test: t.Boolean({ description: "whether it was made up to test a webhook" }),
});

export const shownEvent = t.Object({
  ...eventSummary.properties,
  webhooks: t.Array(
    t.Object({
      webhook: t.Object({ id: t.String(), url: t.String() }),
      matched: t.Boolean(),
      reason: t.Nullable(t.String({ description: "why it did not get it" })),
      deliveries: t.Array(t.Object({ id: t.String(), status: t.String(), attempt_count: integer() })),
    }),
  ),
  data: t.Unknown({ description: "as it was written" }),
  previous_attributes: t.Unknown(),
});

export const eventPage = pageOf(eventSummary);

export const listQuery = t.Object(
  {
    ...pageQuery,
    tenant: t.Optional(tenantId),
    type: t.Optional(eventType),
    channel: t.Optional(label("a channel")),
    since: t.Optional(dateTime()),
    until: t.Optional(dateTime()),
  },
  { additionalProperties: false },
);

/** `tenant` tells apart events of several tenants with the same id. */
export const eventQuery = t.Object({ tenant: t.Optional(tenantId) }, { additionalProperties: false });

export const replay = t.Object(
  { webhook: t.Optional(t.String({ maxLength: 64, description: "the id of a webhook" })) },
  { additionalProperties: false, description: "an object" },
);

export const replayed = t.Object({
  deliveries: t.Array(t.Object({ id: t.String(), webhook: t.String() })),
  unmatched_reason: t.Nullable(t.String({ description: "why no webhook gets it now" })),
});

export const eventDeliveriesQuery = t.Object(
  { ...pageQuery, ...eventQuery.properties },
  { additionalProperties: false },
);

export type NewEventBody = typeof newEvent.static;
export type AcceptedEvent = typeof acceptedEvent.static;
export type EventSummary = typeof eventSummary.static;
export type ListQuery = typeof listQuery.static;
export type Replay = typeof replay.static;
export type Replayed = typeof replayed.static;
export type ShownEvent = typeof shownEvent.static;

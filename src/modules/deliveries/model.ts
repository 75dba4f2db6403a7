import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime } from "../../http/time.ts";
import { eventType, integer, label, tenantId } from "../shared-model.ts";

const statuses = ["pending", "succeeded", "failed", "cancelled", "success", "failure"] as const;

const headerPairs = t.Array(t.Tuple([t.String(), t.String()]));

export const attempt = t.Object({
  id: t.String(),
  number: integer(),
  trigger: t.String({ description: "schedule, manual or test" }),
  started: t.String(),
  duration_ms: t.Number(),
  timings: t.Nullable(
    t.Record(t.String(), t.Nullable(t.Number()), { description: "milliseconds of each step" }),
  ),
  outcome: t.String(),
  status_code: t.Nullable(integer()),
  error: t.Nullable(t.String({ description: "what went wrong, in one plain sentence" })),
  request: t.Object({ url: t.String(), headers: headerPairs, body: t.String() }),
  response: t.Nullable(
    t.Object({
      headers: t.Record(t.String(), t.Union([t.String(), t.Array(t.String())])),
      body: t.String(),
      truncated: t.Boolean(),
    }),
  ),
  remote_address: t.Nullable(t.String()),
});

const lastAttempt = t.Object({
  number: integer(),
  started: t.String(),
  duration_ms: t.Number(),
  outcome: t.String(),
  status_code: t.Nullable(integer()),
  error: t.Nullable(t.String()),
});

const fields = {
  id: t.String(),
  event: t.Object({
    id: t.String(),
    type: t.String(),
    created: t.String(),
    channel: t.Nullable(t.String()),
  }),
  tenant: t.String(),
  webhook: t.Object({ id: t.String(), url: t.String() }),
  status: t.String({ description: "pending, succeeded, failed or cancelled" }),
  cancel_reason: t.Nullable(t.String()),
  attempt_count: integer(),
  next_attempt: t.Nullable(t.String({ description: "when the next attempt is due" })),
  created: t.String(),
  completed: t.Nullable(t.String()),
  last_attempt: t.Nullable(lastAttempt),
};

export const delivery = t.Object(fields);
export const attemptedDelivery = t.Object({ ...fields, attempts: t.Array(attempt) });
export const deliveryPage = pageOf(delivery);
export const attemptedDeliveryPage = pageOf(attemptedDelivery);

const filters = {
  type: t.Optional(eventType),
  channel: t.Optional(label("a channel")),
  status: t.Optional(
    t.Union(
      statuses.map((status) => t.Literal(status)),
      { description: `one of ${statuses.join(", ")}` },
    ),
  ),
  since: t.Optional(dateTime()),
  until: t.Optional(dateTime()),
};

const id = t.String({ maxLength: 64, description: "an id of at most 64 characters" });

/** Of one webhook. */
export const webhookDeliveriesQuery = t.Object({ ...pageQuery, ...filters }, { additionalProperties: false });

export const listQuery = t.Object(
  {
    ...pageQuery,
    ...filters,
    tenant: t.Optional(tenantId),
    webhook: t.Optional(id),
    event: t.Optional(id),
  },
  { additionalProperties: false },
);

export type Attempt = typeof attempt.static;
export type Delivery = typeof delivery.static;
export type AttemptedDelivery = typeof attemptedDelivery.static;
export type ListQuery = typeof listQuery.static;

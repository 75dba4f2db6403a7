import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime } from "../../http/time.ts";
import { eventType, integer, label, oneOf, tenantId } from "../shared-model.ts";

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
  remedy: t.Optional(
    t.String({
      description: "the line of the environment that opens an address which is refused; to operators only",
    }),
  ),
  request: t.Object({ url: t.String(), headers: headerPairs, body: t.String() }),
  response: t.Nullable(
    t.Object({
      headers: t.Record(t.String(), t.Union([t.String(), t.Array(t.String())])),
      body: t.Nullable(t.String()),
      truncated: t.Boolean(),
      note: t.Optional(t.String({ description: "why the body is not shown" })),
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
  test: t.Boolean({ description: "whether it was a test send, which counts for no health" }),
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

const narrowing = {
  type: t.Optional(eventType),
  channel: t.Optional(label("a channel")),
  since: t.Optional(dateTime()),
  until: t.Optional(dateTime()),
};

const filters = { ...narrowing, status: t.Optional(oneOf(statuses)) };

const id = t.String({ maxLength: 64, description: "an id of at most 64 characters" });

const owners = { tenant: t.Optional(tenantId), webhook: t.Optional(id), event: t.Optional(id) };

/** Of one webhook. */
export const webhookDeliveriesQuery = t.Object({ ...pageQuery, ...filters }, { additionalProperties: false });

export const listQuery = t.Object({ ...pageQuery, ...filters, ...owners }, { additionalProperties: false });

/** What can be had again: what succeeded is replayed as a new delivery, and what is pending comes by itself. */
const over = ["failure", "failed", "cancelled"] as const;

export const retryMany = t.Object(
  {
    filter: t.Object(
      { ...narrowing, ...owners, status: t.Optional(oneOf(over)) },
      {
        additionalProperties: false,
        minProperties: 1,
        description: 'an object with at least one field, such as {"status": "failure"} for all that failed',
      },
    ),
    dry_run: t.Optional(t.Boolean({ description: "true or false" })),
  },
  { additionalProperties: false, description: "an object with a filter" },
);

export type Attempt = typeof attempt.static;
export type Delivery = typeof delivery.static;
export type AttemptedDelivery = typeof attemptedDelivery.static;
export type ListQuery = typeof listQuery.static;
export type RetryMany = typeof retryMany.static;

import { t } from "elysia";
import { pageOf } from "../../http/paging.ts";
import { moment } from "../../http/time.ts";
import { integer } from "../shared-model.ts";

const headerPairs = t.Array(t.Tuple([t.String(), t.String()]));

const headers = t.Record(t.String(), t.Union([t.String(), t.Array(t.String())]));

const attemptFacts = {
  id: t.String(),
  number: integer(),
  trigger: t.String({ description: "schedule, manual or test" }),
  started: moment(),
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
  remote_address: t.Nullable(t.String()),
};

const requestFacts = { url: t.String(), headers: headerPairs };

const responseFacts = {
  headers,
  truncated: t.Boolean(),
  decoded: t.Optional(
    t.String({ description: "the content coding that the receiver used, without which the body is shown" }),
  ),
  note: t.Optional(t.String({ description: "why the body is not shown" })),
};

export const attempt = t.Object({
  ...attemptFacts,
  request: t.Object({ ...requestFacts, body: t.String() }),
  response: t.Nullable(t.Object({ ...responseFacts, body: t.Nullable(t.String()) })),
});

/** As lists have it: the bodies are left out, for each attempt would repeat the event's. */
export const listedAttempt = t.Object({
  ...attemptFacts,
  request: t.Object({ ...requestFacts, body: t.Optional(t.String()) }),
  response: t.Nullable(t.Object({ ...responseFacts, body: t.Optional(t.Nullable(t.String())) })),
  bodies: t.Optional(
    t.String({
      description: "where the bodies are left out: the path below /api/v1 of the attempt with them",
    }),
  ),
});

export const lastAttempt = t.Object({
  number: integer(),
  started: moment(),
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
    created: moment(),
    channel: t.Nullable(t.String()),
  }),
  tenant: t.String(),
  test: t.Boolean({ description: "whether it was a test send, which counts for no health" }),
  webhook: t.Object({ id: t.String(), url: t.String() }),
  status: t.String({
    description:
      "pending, succeeded, failed or cancelled; it is retrying while it is pending with at least one attempt",
  }),
  cancel_reason: t.Nullable(t.String()),
  attempt_count: integer(),
  next_attempt: t.Nullable(moment("when the next attempt is due")),
  created: moment(),
  completed: t.Nullable(moment()),
  last_attempt: t.Nullable(lastAttempt),
};

export const delivery = t.Object(fields);
export const attemptedDelivery = t.Object({ ...fields, attempts: t.Array(listedAttempt) });
export const deliveryPage = pageOf(delivery);
export const attemptedDeliveryPage = pageOf(attemptedDelivery);

export type Attempt = typeof attempt.static;
export type ListedAttempt = typeof listedAttempt.static;
export type Delivery = typeof delivery.static;
export type AttemptedDelivery = typeof attemptedDelivery.static;

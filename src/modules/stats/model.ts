import { t } from "elysia";
import { dateTime, moment } from "../../http/time.ts";
import { integer, oneOf, tenantId } from "../shared-model.ts";

const buckets = ["auto", "minute", "hour", "day"] as const;

const period = {
  since: t.Optional(dateTime("where it begins, a day before its end unless given: an RFC 3339 date-time")),
  until: t.Optional(dateTime("where it ends, now unless given: an RFC 3339 date-time")),
  bucket: t.Optional(oneOf(buckets)),
};

const closed = { additionalProperties: false };

export const periodQuery = t.Object(period, closed);
export const statsQuery = t.Object({ ...period, tenant: t.Optional(tenantId) }, closed);
export const sparklinesQuery = t.Object(
  { ids: t.String({ maxLength: 6500, description: "ids of webhooks with commas between, at most 100" }) },
  closed,
);

export type PeriodQuery = typeof periodQuery.static;

const milliseconds = t.Object(
  { p50: t.Number(), p95: t.Number(), p99: t.Number() },
  { description: "of what the receiver answered or let run into the timeout; each within 10 %" },
);

const counted = {
  attempts: integer({ description: "all but tests" }),
  succeeded: integer(),
  failed: integer({ description: "what neither succeeded nor was interrupted by a shutdown" }),
  by_outcome: t.Record(t.String(), integer(), { description: "those outcomes that there were" }),
  latency_ms: t.Nullable(milliseconds),
};
const published = { accepted: integer(), unmatched: integer() };

/** The period as it was counted: whole buckets, in UTC. */
const counting = {
  since: moment("the beginning of the first bucket"),
  until: moment("the end of the last bucket"),
  bucket: t.String({ description: "minute, hour or day (UTC)" }),
};

const queue = t.Object({
  pending: integer({ description: "what is still to be attempted" }),
  held: integer({ description: "of these, what waits for a webhook that is paused or not verified" }),
  due: integer({ description: "what is due now and nobody has in hand" }),
  oldest_due_ms: t.Nullable(t.Number({ description: "how long the oldest of these has been due" })),
  in_flight: integer({ description: "what a process has in hand: being sent, or next in line" }),
  retrying: integer({ description: "what waits for a further attempt of its schedule" }),
});

export const webhookStats = t.Object({
  ...counting,
  data: t.Array(t.Object({ at: moment(), ...counted })),
  totals: t.Object(counted),
  queue,
});

const attention = t.Object({
  webhook: t.String(),
  tenant: t.String(),
  url: t.String(),
  status: t.String(),
  status_reason: t.Nullable(t.String()),
  state: t.String({ description: "idle, healthy, warning or failing" }),
  consecutive_failures: integer(),
  failing_since: t.Nullable(moment()),
  last_failure: t.Nullable(moment()),
  failures_left: t.Nullable(
    integer({
      description: "after so many more in a row it is disabled; null where the profile has no such rule",
    }),
  ),
  disabled_at_estimate: t.Nullable(
    t.String({ description: "when it is disabled if nothing succeeds until then" }),
  ),
});

const cause = t.Object({
  outcome: t.String(),
  status_code: t.Nullable(integer()),
  error: t.Nullable(t.String()),
  count: integer(),
  last: t.String(),
  webhooks: t.Array(t.String(), { description: "up to three of those it happened to" }),
  webhook_count: integer(),
});

export const stats = t.Object({
  ...counting,
  data: t.Array(t.Object({ at: moment(), ...published, ...counted })),
  totals: t.Object({
    ...published,
    ...counted,
    success_rate: t.Nullable(t.Number({ description: "from 0 to 1; null when nothing succeeded or failed" })),
  }),
  queue,
  webhooks: t.Object({
    by_status: t.Record(t.String(), integer()),
    by_health: t.Record(t.String(), integer()),
    attention: t.Array(attention, { description: "at most 20, the worst first" }),
  }),
  failures: t.Array(cause, {
    description:
      "why attempts of the period failed: of the last 10,000 attempts, or 2,000 deliveries of the tenant",
  }),
});

export const sparklines = t.Object({
  since: moment(),
  until: moment(),
  data: t.Array(
    t.Object({
      webhook: t.String(),
      attempts: integer(),
      succeeded: integer(),
      failed: integer(),
      series: t.Array(t.Object({ at: moment(), succeeded: integer(), failed: integer() }), {
        description: "the last 24 hours, this one among them",
      }),
    }),
  ),
});

export type WebhookStats = typeof webhookStats.static;
export type Stats = typeof stats.static;
export type Sparklines = typeof sparklines.static;
export type Attention = typeof attention.static;
export type Cause = typeof cause.static;
export type Queue = typeof queue.static;

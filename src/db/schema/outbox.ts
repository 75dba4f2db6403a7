import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { json, seq } from "./columns.ts";
import { tenants } from "./contracts.ts";
import { webhooks } from "./webhooks.ts";

export const events = sqliteTable(
  "events",
  {
    seq: seq(),
    id: text("id").notNull(),
    tenant: text("tenant")
      .notNull()
      .references(() => tenants.id),
    type: text("type").notNull(),
    channel: text("channel"),
    actor: text("actor"),
    createdAt: integer("created_at").notNull(),
    acceptedAt: integer("accepted_at").notNull(),
    idempotencyKey: text("idempotency_key"),
    /** A random number of the acceptance that wrote the row: a second one with the same id sees that it isn't its own. */
    token: integer("token").notNull(),
    data: text("data").notNull(),
    previousAttributes: text("previous_attributes"),
    deliveryCount: integer("delivery_count").notNull(),
    unmatchedReason: text("unmatched_reason"),
    /** Webhooks that subscribe to it and whose filter did not let it through, with the reason. */
    filtered: json<{ webhook: string; reason: string }[]>("filtered"),
    isTest: integer("is_test", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    unique("events_by_id").on(t.id, t.tenant),
    uniqueIndex("events_by_idempotency_key")
      .on(t.tenant, t.idempotencyKey)
      .where(sql`${t.idempotencyKey} IS NOT NULL`),
    // Each holds what a list is narrowed by, for an event's own row is a kilobyte: what is rare or old is looked for here alone.
    index("events_by_tenant").on(t.tenant, t.seq, t.type, t.channel, t.createdAt),
    index("events_by_type").on(t.type, t.seq, t.tenant, t.channel, t.createdAt),
    index("events_by_seq").on(t.seq, t.tenant, t.channel, t.createdAt),
    check("events_unmatched_say_why", sql`(${t.deliveryCount} = 0) = (${t.unmatchedReason} IS NOT NULL)`),
  ],
);

/** All that a list of deliveries is filtered by, beside their webhook. */
const filters = [
  "tenant",
  "type",
  "channel",
  "createdAt",
  "status",
  "attemptCount",
  "lastOutcome",
  "lastStatusCode",
] as const;
const filtered = <K extends string>(t: Record<K | (typeof filters)[number], AnySQLiteColumn>) =>
  filters.map((name) => t[name]);

type Judged = Record<"status" | "attemptCount" | "lastOutcome" | "lastStatusCode", AnySQLiteColumn>;

/** Whatever did not arrive at once; also with a status code that few profiles take for a success. `outbox/selection.ts` repeats it. */
const withFailures = (t: Judged) =>
  sql`${t.status} = 'failed' OR ${t.attemptCount} > 1 OR ${t.lastOutcome} <> 'success' OR ${t.lastStatusCode} >= 300`;

export const deliveries = sqliteTable(
  "deliveries",
  {
    seq: seq(),
    id: text("id").notNull().unique("deliveries_by_id"),
    eventSeq: integer("event_seq")
      .notNull()
      .references(() => events.seq, { onDelete: "cascade" }),
    webhookSeq: integer("webhook_seq")
      .notNull()
      .references(() => webhooks.seq),
    tenant: text("tenant").notNull(),
    type: text("type").notNull(),
    channel: text("channel"),
    status: text("status", { enum: ["pending", "succeeded", "failed", "cancelled"] }).notNull(),
    cancelReason: text("cancel_reason"),
    attemptCount: integer("attempt_count").notNull().default(0),
    /** How many attempts of the profile's schedule are used up; manual and interrupted ones are not counted. */
    scheduledCount: integer("scheduled_count").notNull().default(0),
    nextAttemptAt: integer("next_attempt_at"),
    retryRequestedAt: integer("retry_requested_at"),
    leaseOwner: text("lease_owner"),
    leaseUntil: integer("lease_until"),
    createdAt: integer("created_at").notNull(),
    completedAt: integer("completed_at"),
    dueAt: integer("due_at").generatedAlwaysAs(sql`coalesce(retry_requested_at, next_attempt_at)`, {
      mode: "virtual",
    }),
    /** 0: a first attempt or a manual one, 1: a retry of the schedule, which gives way to the former. */
    retrying: integer("retrying").generatedAlwaysAs(sql`(attempt_count > 0 AND retry_requested_at IS NULL)`, {
      mode: "virtual",
    }),
    /** Of the last attempt, so that lists are filtered by them without reading attempts; null before the first one. */
    lastOutcome: text("last_outcome"),
    lastStatusCode: integer("last_status_code"),
    /** The job, a `seq`, that made it or asked for its last attempt; jobs go before their deliveries, so nothing refers to them. */
    jobSeq: integer("job_seq"),
  },
  (t) => [
    index("deliveries_by_event").on(t.eventSeq),
    index("deliveries_by_webhook").on(t.webhookSeq, t.seq, t.channel, t.createdAt),
    index("deliveries_by_tenant").on(t.tenant, t.seq, t.channel, t.createdAt),
    index("deliveries_by_type").on(t.type, t.seq),
    // With all that tells what came of a job, so that counting reads nothing else.
    index("deliveries_by_job")
      .on(t.jobSeq, t.status, t.retryRequestedAt, t.leaseOwner)
      .where(sql`${t.jobSeq} IS NOT NULL`),
    // Deliveries that an attempt of has failed, with all that a list of them is filtered by: what arrives at once is never in here.
    index("deliveries_with_failures")
      .on(t.seq, ...filtered(t))
      .where(withFailures(t)),
    index("deliveries_with_failures_by_webhook")
      .on(t.webhookSeq, t.seq, ...filtered(t))
      .where(withFailures(t)),
    index("deliveries_cancelled")
      .on(t.seq, t.tenant, t.webhookSeq, t.type, t.channel, t.createdAt)
      .where(sql`${t.status} = 'cancelled'`),
    index("deliveries_pending").on(t.seq).where(sql`${t.status} = 'pending'`),
    index("deliveries_claimable")
      .on(t.webhookSeq, t.retrying, t.dueAt)
      .where(sql`${t.leaseOwner} IS NULL AND ${t.dueAt} IS NOT NULL`),
    index("deliveries_leased").on(t.leaseUntil).where(sql`${t.leaseOwner} IS NOT NULL`),
    check("deliveries_status", sql`${t.status} IN ('pending', 'succeeded', 'failed', 'cancelled')`),
    check("deliveries_pending_is_due", sql`(${t.status} = 'pending') = (${t.nextAttemptAt} IS NOT NULL)`),
    check("deliveries_completed", sql`(${t.status} = 'pending') = (${t.completedAt} IS NULL)`),
    check("deliveries_cancelled_say_why", sql`(${t.status} = 'cancelled') = (${t.cancelReason} IS NOT NULL)`),
    check("deliveries_lease", sql`(${t.leaseOwner} IS NULL) = (${t.leaseUntil} IS NULL)`),
  ],
);

export const attempts = sqliteTable(
  "attempts",
  {
    seq: seq(),
    deliverySeq: integer("delivery_seq")
      .notNull()
      .references(() => deliveries.seq, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    trigger: text("trigger", { enum: ["schedule", "manual", "test"] }).notNull(),
    startedAt: integer("started_at").notNull(),
    durationMs: real("duration_ms").notNull(),
    timings: json<Record<string, number | null>>("timings"),
    outcome: text("outcome").notNull(),
    statusCode: integer("status_code"),
    error: text("error"),
    url: text("url").notNull(),
    requestHeaders: json<[string, string][]>("request_headers").notNull(),
    /** How the request's body is made from the event, `<body> <dates>` as in the profile: the same bytes each time. */
    bodyFormat: text("body_format").notNull(),
    responseHeaders: json<Record<string, string | string[]>>("response_headers"),
    responseBody: text("response_body"),
    responseTruncated: integer("response_truncated", { mode: "boolean" }),
    remoteAddress: text("remote_address"),
  },
  (t) => [
    unique("attempts_by_delivery").on(t.deliverySeq, t.number),
    check("attempts_trigger", sql`${t.trigger} IN ('schedule', 'manual', 'test')`),
  ],
);

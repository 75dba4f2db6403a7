/**
 * The tables, in the order in which rows come to life. `seq` joins and orders rows inside the database, `id` names
 * them outside of it. Times are epoch milliseconds. Migrations are generated from here (`bun run migration`) and
 * made STRICT by hand, which drizzle-kit cannot express.
 */
import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";

const seq = () => integer("seq").primaryKey();
const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();

export const tenants = sqliteTable("tenants", {
  seq: seq(),
  id: text("id").notNull().unique("tenants_by_id"),
  name: text("name").notNull(),
  profile: text("profile"),
  metadata: json<Record<string, unknown>>("metadata").notNull(),
  notify: json<{ emails?: string[]; url?: string | null }>("notify").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const eventTypes = sqliteTable("event_types", {
  seq: seq(),
  name: text("name").notNull().unique("event_types_by_name"),
  declared: integer("declared", { mode: "boolean" }).notNull(),
  description: text("description").notNull(),
  group: text("group_name"),
  schema: json<Record<string, unknown> | boolean>("schema"),
  example: json<unknown>("example"),
  deprecated: integer("deprecated", { mode: "boolean" }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const apiKeys = sqliteTable("api_keys", {
  seq: seq(),
  id: text("id").notNull().unique("api_keys_by_id"),
  name: text("name").notNull(),
  hash: text("hash").notNull().unique("api_keys_by_hash"),
  prefix: text("prefix").notNull(),
  scopes: json<string[]>("scopes").notNull(),
  tenant: text("tenant").references(() => tenants.id, { onDelete: "cascade" }),
  eventTypes: json<string[]>("event_types"),
  appUser: text("app_user"),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at"),
  lastUsedAt: integer("last_used_at"),
});

export const webhooks = sqliteTable(
  "webhooks",
  {
    seq: seq(),
    id: text("id").notNull().unique("webhooks_by_id"),
    tenant: text("tenant")
      .notNull()
      .references(() => tenants.id),
    url: text("url").notNull(),
    description: text("description").notNull(),
    eventTypes: json<string[]>("event_types").notNull(),
    channels: json<string[]>("channels"),
    profile: text("profile"),
    headers: json<Record<string, string>>("headers").notNull(),
    rateLimit: real("rate_limit"),
    metadata: json<Record<string, unknown>>("metadata").notNull(),
    status: text("status", { enum: ["active", "paused", "unverified", "disabled"] }).notNull(),
    statusReason: text("status_reason"),
    appUser: text("app_user"),
    /** When the URL's ownership was last proven or refused; both null where the profile asks for no proof. */
    verifiedAt: integer("verified_at"),
    verificationError: text("verification_error"),
    consecutiveFailures: integer("consecutive_failures").notNull().default(0),
    failingSince: integer("failing_since"),
    lastSuccessAt: integer("last_success_at"),
    lastFailureAt: integer("last_failure_at"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    deletedAt: integer("deleted_at"),
  },
  (t) => [
    index("webhooks_by_tenant").on(t.tenant, t.seq),
    check("webhooks_status", sql`${t.status} IN ('active', 'paused', 'unverified', 'disabled')`),
    check("webhooks_disabled_says_why", sql`${t.status} <> 'disabled' OR ${t.statusReason} IS NOT NULL`),
    check("webhooks_failing", sql`(${t.consecutiveFailures} > 0) = (${t.failingSince} IS NOT NULL)`),
  ],
);

export const webhookSecrets = sqliteTable(
  "webhook_secrets",
  {
    seq: seq(),
    webhookSeq: integer("webhook_seq")
      .notNull()
      .references(() => webhooks.seq, { onDelete: "cascade" }),
    sealed: text("sealed").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
  },
  (t) => [index("webhook_secrets_by_webhook").on(t.webhookSeq, t.seq)],
);

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
  },
  (t) => [
    unique("events_by_id").on(t.id, t.tenant),
    uniqueIndex("events_by_idempotency_key")
      .on(t.tenant, t.idempotencyKey)
      .where(sql`${t.idempotencyKey} IS NOT NULL`),
    index("events_by_tenant").on(t.tenant, t.seq),
    index("events_by_type").on(t.type, t.seq),
    check("events_unmatched_say_why", sql`(${t.deliveryCount} = 0) = (${t.unmatchedReason} IS NOT NULL)`),
  ],
);

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
  },
  (t) => [
    index("deliveries_by_event").on(t.eventSeq),
    index("deliveries_by_webhook").on(t.webhookSeq, t.seq),
    index("deliveries_by_tenant").on(t.tenant, t.seq),
    index("deliveries_by_type").on(t.type, t.seq),
    index("deliveries_failed").on(t.seq).where(sql`${t.status} = 'failed'`),
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

/**
 * The tables, in the order in which rows come to life. `seq` joins and orders rows inside the database, `id` names
 * them outside of it. Times are epoch milliseconds. Migrations are generated from here (`bun run migration`) and
 * made STRICT by hand, which drizzle-kit cannot express.
 */
import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

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
  /** Since when a job deletes all that is the tenant's; nothing of it is accepted any more. */
  deletingAt: integer("deleting_at"),
});

/** The operator's own; the built-in ones are part of the executable. */
export const profiles = sqliteTable("profiles", {
  seq: seq(),
  name: text("name").notNull().unique("profiles_by_name"),
  document: json<unknown>("document").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  /** Its row stays, for a webhook that was given this profile at the same moment. */
  deletedAt: integer("deleted_at"),
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
    /** Sealed values by their names. */
    headers: json<Record<string, string | { sealed: string }>>("headers").notNull(),
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
    /** A JSONata expression over the event; nothing is delivered where it is false. */
    filter: text("filter"),
    /** The highest notice given of the present failures, so that each is given once: 0 none, 1 warning, 50, 90, 100 % of a limit. */
    notice: integer("notice").notNull().default(0),
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
    /** Webhooks that subscribe to it and whose filter did not let it through, with the reason. */
    filtered: json<{ webhook: string; reason: string }[]>("filtered"),
    isTest: integer("is_test", { mode: "boolean" }).notNull().default(false),
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

/**
 * What happened to webhooks and deliveries that an operator or a tenant may want to know, written in the transaction that made
 * it happen. Each becomes an event of the tenant `_operator` with the same id, and mail where somebody is to get some.
 */
export const happenings = sqliteTable(
  "happenings",
  {
    seq: seq(),
    id: text("id").notNull().unique("happenings_by_id"),
    kind: text("kind").notNull(),
    tenant: text("tenant").notNull(),
    webhook: text("webhook"),
    delivery: text("delivery"),
    data: json<Record<string, unknown>>("data").notNull(),
    createdAt: integer("created_at").notNull(),
    publishedAt: integer("published_at"),
    mailedAt: integer("mailed_at"),
  },
  (t) => [
    index("happenings_by_tenant").on(t.tenant, t.seq),
    index("happenings_unpublished").on(t.seq).where(sql`${t.publishedAt} IS NULL`),
    index("happenings_unmailed").on(t.seq).where(sql`${t.mailedAt} IS NULL`),
  ],
);

/** Work over many rows, done in portions: each moves `cursor` in the transaction that does it, so a restart goes on from there. */
export const jobs = sqliteTable(
  "jobs",
  {
    seq: seq(),
    id: text("id").notNull().unique("jobs_by_id"),
    kind: text("kind", { enum: ["retry", "recover", "delete_tenant"] }).notNull(),
    /** Null is all tenants. */
    tenant: text("tenant"),
    webhook: text("webhook"),
    params: json<Record<string, unknown>>("params").notNull(),
    status: text("status", { enum: ["running", "succeeded", "stopped", "failed"] }).notNull(),
    total: integer("total").notNull(),
    done: integer("done").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    cursor: integer("cursor").notNull().default(0),
    error: text("error"),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    completedAt: integer("completed_at"),
    leaseOwner: text("lease_owner"),
    leaseUntil: integer("lease_until"),
  },
  (t) => [
    index("jobs_running").on(t.seq).where(sql`${t.status} = 'running'`),
    check("jobs_status", sql`${t.status} IN ('running', 'succeeded', 'stopped', 'failed')`),
    check("jobs_completed", sql`(${t.status} = 'running') = (${t.completedAt} IS NULL)`),
    check("jobs_failed_say_why", sql`${t.status} <> 'failed' OR ${t.error} IS NOT NULL`),
  ],
);

export const auditLog = sqliteTable(
  "audit_log",
  {
    seq: seq(),
    at: integer("at").notNull(),
    actorKind: text("actor_kind", { enum: ["key", "user", "portal", "system"] }).notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    address: text("address"),
    action: text("action").notNull(),
    /** Null is what all tenants share. */
    tenant: text("tenant"),
    target: text("target").notNull(),
    before: json<unknown>("before"),
    after: json<unknown>("after"),
  },
  (t) => [
    index("audit_log_by_tenant").on(t.tenant, t.seq),
    index("audit_log_by_target").on(t.target, t.seq),
    check("audit_log_actor", sql`${t.actorKind} IN ('key', 'user', 'portal', 'system')`),
  ],
);

/** Those that were changed from their default, by name. */
export const settings = sqliteTable("settings", {
  name: text("name").primaryKey(),
  value: json<unknown>("value").notNull(),
  updatedAt: integer("updated_at").notNull(),
  updatedBy: text("updated_by").notNull(),
});

/** Who operates Posthorn through its pages. */
export const users = sqliteTable(
  "users",
  {
    seq: seq(),
    id: text("id").notNull().unique("users_by_id"),
    /** In lower case. */
    email: text("email").notNull().unique("users_by_email"),
    name: text("name").notNull(),
    role: text("role", { enum: ["owner", "operator", "viewer"] }).notNull(),
    /** argon2id, as PHC string. */
    passwordHash: text("password_hash").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    lastSignInAt: integer("last_sign_in_at"),
  },
  (t) => [check("users_role", sql`${t.role} IN ('owner', 'operator', 'viewer')`)],
);

/** Kept as hashes; they end with the password that they were begun with. */
export const userSessions = sqliteTable(
  "user_sessions",
  {
    seq: seq(),
    id: text("id").notNull().unique("user_sessions_by_id"),
    userSeq: integer("user_seq")
      .notNull()
      .references(() => users.seq, { onDelete: "cascade" }),
    hash: text("hash").notNull().unique("user_sessions_by_hash"),
    address: text("address"),
    userAgent: text("user_agent").notNull(),
    createdAt: integer("created_at").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (t) => [index("user_sessions_by_user").on(t.userSeq), index("user_sessions_by_expiry").on(t.expiresAt)],
);

/** A link opens one session, once. Link and session are kept as hashes. */
export const portalSessions = sqliteTable(
  "portal_sessions",
  {
    seq: seq(),
    id: text("id").notNull().unique("portal_sessions_by_id"),
    tenant: text("tenant")
      .notNull()
      .references(() => tenants.id, { onDelete: "cascade" }),
    linkHash: text("link_hash").notNull().unique("portal_sessions_by_link"),
    sessionHash: text("session_hash").unique("portal_sessions_by_session"),
    readOnly: integer("read_only", { mode: "boolean" }).notNull(),
    returnUrl: text("return_url"),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    openedAt: integer("opened_at"),
    expiresAt: integer("expires_at").notNull(),
  },
  (t) => [
    index("portal_sessions_by_expiry").on(t.expiresAt),
    check("portal_sessions_opened", sql`(${t.openedAt} IS NULL) = (${t.sessionHash} IS NULL)`),
  ],
);

/** Attempts counted by webhook, stretch of time, outcome and latency; `at` is where a stretch of `span` milliseconds begins. */
export const attemptStats = sqliteTable(
  "attempt_stats",
  {
    webhookSeq: integer("webhook_seq").notNull(),
    at: integer("at").notNull(),
    span: integer("span").notNull(),
    outcome: text("outcome").notNull(),
    /** Which bucket of a logarithmic scale of milliseconds. */
    latency: integer("latency").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.webhookSeq, t.at, t.span, t.outcome, t.latency] }),
    index("attempt_stats_by_time").on(t.at, t.span),
  ],
);

/** Accepted events counted by tenant and stretch of time. */
export const eventStats = sqliteTable(
  "event_stats",
  {
    tenant: text("tenant").notNull(),
    at: integer("at").notNull(),
    span: integer("span").notNull(),
    accepted: integer("accepted").notNull(),
    unmatched: integer("unmatched").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.at, t.span] }), index("event_stats_by_time").on(t.at, t.span)],
);

/** How far duties that walk through rows have come, by the duty's name. */
export const cursors = sqliteTable("cursors", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
});

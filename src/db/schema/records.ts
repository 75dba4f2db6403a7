import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, seq } from "./columns.ts";

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
    kind: text("kind", { enum: ["retry", "cancel", "recover", "delete_tenant"] }).notNull(),
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
    /** When nothing that it put back was under way any more, and what had come of it; it is counted from deliveries until then. */
    settledAt: integer("settled_at"),
    delivered: integer("delivered"),
    undelivered: integer("undelivered"),
  },
  (t) => [
    index("jobs_running").on(t.seq).where(sql`${t.status} = 'running'`),
    index("jobs_unsettled").on(t.seq).where(sql`${t.settledAt} IS NULL`),
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

/**
 * What of the registry was changed, each once with its newest version, which triggers of the database write: whoever keeps a copy in
 * memory reads anew what is newer than that.
 */
export const changes = sqliteTable(
  "changes",
  {
    kind: text("kind", { enum: ["webhook", "tenant", "event_type", "profile"] }).notNull(),
    name: text("name").notNull(),
    version: integer("version").notNull().unique("changes_by_version"),
  },
  (t) => [primaryKey({ columns: [t.kind, t.name] })],
);

/** How far duties that walk through rows have come, by the duty's name. */
export const cursors = sqliteTable("cursors", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
});

import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, seq } from "./columns.ts";
import { tenants } from "./contracts.ts";

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

import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, seq } from "./columns.ts";
import { tenants } from "./contracts.ts";

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

/** Those that make the first user, kept as hashes. */
export const setupLinks = sqliteTable("setup_links", {
  hash: text("hash").primaryKey(),
  expiresAt: integer("expires_at").notNull(),
});

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

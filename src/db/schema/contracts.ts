import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, seq } from "./columns.ts";

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

export const eventTypes = sqliteTable(
  "event_types",
  {
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
    /** Whose catalogue it is part of; null is everybody's. */
    tenants: json<string[]>("tenants"),
    /** Whose event brought it into the list: undeclared types are bounded for each tenant. */
    tenant: text("tenant"),
    /** When an event of it was accepted last, an hour or so behind. */
    lastSeenAt: integer("last_seen_at"),
  },
  (t) => [index("event_types_undeclared").on(t.tenant).where(sql`${t.declared} = 0`)],
);

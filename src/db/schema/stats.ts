import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

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

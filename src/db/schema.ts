/**
 * The tables. `seq` joins and orders rows inside the database, `id` names them outside of it. Times are epoch milliseconds. Migrations are generated from here (`bun run migration`) and
 * made STRICT by hand, which drizzle-kit cannot express.
 */

export * from "./schema/access.ts";
export * from "./schema/contracts.ts";
export * from "./schema/outbox.ts";
export * from "./schema/records.ts";
export * from "./schema/stats.ts";
export * from "./schema/webhooks.ts";

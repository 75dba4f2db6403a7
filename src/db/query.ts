import { drizzle } from "drizzle-orm/sqlite-proxy";
import * as schema from "./schema.ts";
import type { Statement, Store, Value } from "./store.ts";

/** Drizzle over the store: builds reads and sends them to the reading thread. */
export type Query = ReturnType<typeof createQuery>;

export function createQuery(store: Store) {
  return drizzle(
    async (sql, params, method) => {
      const { rows } = await store.read({ sql, args: params as Value[] });
      return { rows: method === "get" ? (rows[0] as never) : rows };
    },
    { schema },
  );
}

/** A write that drizzle built, as a statement for the store. */
export function statement(built: { toSQL(): { sql: string; params: unknown[] } }): Statement {
  const { sql, params } = built.toSQL();
  return { sql, args: params as Value[] };
}

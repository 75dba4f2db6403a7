import { and, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { auditLog } from "../../db/schema.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import { iso, momentOf } from "../../http/time.ts";
import { afterCursor, given } from "../conditions.ts";
import type { Entry, ListQuery } from "./model.ts";

/** Who did what, newest first. Times include `since` and exclude `until`. Throws 422. */
export async function listEntries(query: Query, filter: ListQuery): Promise<Page<Entry>> {
  const rows = await query
    .select()
    .from(auditLog)
    .where(and(...conditions(filter)))
    .orderBy(desc(auditLog.seq))
    .limit(pageSize(filter));
  return page(rows, filter, present);
}

function conditions(filter: ListQuery): (SQL | undefined)[] {
  return [
    given(filter.tenant, (tenant) => eq(auditLog.tenant, tenant)),
    given(filter.actor, (actor) => eq(auditLog.actorId, actor)),
    given(filter.action, (action) => eq(auditLog.action, action)),
    given(filter.target, (target) => eq(auditLog.target, target)),
    given(filter.since, (moment) => gte(auditLog.at, momentOf(moment, "/query/since"))),
    given(filter.until, (moment) => lt(auditLog.at, momentOf(moment, "/query/until"))),
    afterCursor(auditLog.seq, filter),
  ];
}

function present(row: typeof auditLog.$inferSelect): Entry {
  const { seq, at, address, action, tenant, target } = row;
  return {
    id: `aud_${seq.toString(36)}`,
    at: iso(at),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    address,
    action,
    tenant,
    target,
    before: row.before as Entry["before"],
    after: row.after as Entry["after"],
  };
}

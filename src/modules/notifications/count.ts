import { and, eq, inArray, sql } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { happenings } from "../../db/schema.ts";
import { type Principal, tenantFilter } from "../../http/principal.ts";
import { mailedKinds } from "../../outbox/happening.ts";
import { given } from "../conditions.ts";
import { type CountQuery, MOST_COUNTED, type NotificationCount } from "./model.ts";

/**
 * How many notifications of those that the list shows without a filter are newer than `after`, up to MOST_COUNTED; all of them
 * where `after` is missing or retention has removed it. Throws 403 for another tenant's.
 */
export async function countNotifications(
  query: Query,
  principal: Principal,
  { tenant: named, after }: CountQuery,
): Promise<NotificationCount> {
  const seen = sql`${happenings.seq} > coalesce((SELECT seq FROM happenings WHERE id = ${after ?? ""}), 0)`;
  const newer = await query
    .select({ seq: happenings.seq })
    .from(happenings)
    .where(
      and(
        given(tenantFilter(principal, named), (tenant) => eq(happenings.tenant, tenant)),
        inArray(happenings.kind, [...mailedKinds]),
        seen,
      ),
    )
    .limit(MOST_COUNTED);
  return { count: newer.length };
}

import { and, desc, eq, gte, inArray, lt } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { happenings } from "../../db/schema.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal, tenantFilter } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { iso, momentOf } from "../../http/time.ts";
import { sentenceOf, urlOf } from "../../notify/sentence.ts";
import { type HappeningKind, shownKinds } from "../../outbox/happening.ts";
import { afterCursor, given } from "../conditions.ts";
import type { ListQuery, Notification } from "./model.ts";

/** What happened to webhooks and deliveries, newest first; without a kind only trouble, and what ended it. */
export async function listNotifications(
  query: Query,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<Notification>> {
  const { kind, webhook, since, until } = filter;
  const rows = await query
    .select()
    .from(happenings)
    .where(
      and(
        given(tenantFilter(principal, filter.tenant), (tenant) => eq(happenings.tenant, tenant)),
        kind ? eq(happenings.kind, kind) : inArray(happenings.kind, [...shownKinds]),
        given(webhook, (id) => eq(happenings.webhook, id)),
        given(since, (moment) => gte(happenings.createdAt, momentOf(moment, "/query/since"))),
        given(until, (moment) => lt(happenings.createdAt, momentOf(moment, "/query/until"))),
        afterCursor(happenings.seq, filter),
      ),
    )
    .orderBy(desc(happenings.seq))
    .limit(pageSize(filter));
  return page(rows, filter, (row) => present(row, principal));
}

/** Throws 404, also for another tenant's. */
export async function getNotification(query: Query, principal: Principal, id: string): Promise<Notification> {
  const [row] = await query.select().from(happenings).where(eq(happenings.id, id));
  if (!row || !mayAccess(principal, row.tenant)) throw notFound("notification with this id");
  return present(row, principal);
}

/** Whom the operator mails is not the tenant's own people's to know. */
function present(row: typeof happenings.$inferSelect, { kind: viewer }: Principal): Notification {
  const { id, tenant, webhook, delivery, data, createdAt, mailedAt } = row;
  const kind = row.kind as HappeningKind;
  return {
    id,
    kind,
    tenant,
    webhook: webhook === null ? null : { id: webhook, url: urlOf(data) },
    delivery,
    message: sentenceOf({ kind, data }),
    data,
    created: iso(createdAt),
    // 0 is how it is kept that there was nobody to mail.
    mailed: mailedAt && viewer !== "portal" ? iso(mailedAt) : null,
  };
}

import { and, desc, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { tenants, webhooks } from "../../db/schema.ts";
import { cursorSeq, type Page, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal, tenantFilter } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import type { ListQuery, Webhook } from "./model.ts";
import { presentWebhook, type WebhookRow } from "./present.ts";

export async function listWebhooks(
  query: Query,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<Webhook>> {
  const tenant = tenantFilter(principal, filter.tenant);
  const after = cursorSeq(filter);
  const rows = await selectWebhooks(query)
    .where(
      and(
        isNull(webhooks.deletedAt),
        tenant === null ? undefined : eq(webhooks.tenant, tenant),
        filter.status === undefined ? undefined : eq(webhooks.status, filter.status),
        filter.q === undefined ? undefined : mentions(filter.q),
        after === undefined ? undefined : lt(webhooks.seq, after),
      ),
    )
    .orderBy(desc(webhooks.seq))
    .limit(pageSize(filter));
  return page(rows, filter, presentWebhook);
}

/** `instr` and not LIKE, so that % and _ are only characters. */
function mentions(text: string): SQL | undefined {
  const lower = text.toLowerCase();
  const columns = [webhooks.id, webhooks.tenant, webhooks.url, webhooks.description];
  return or(...columns.map((column) => sql`instr(lower(${column}), ${lower}) > 0`));
}

/** The webhook if it is there and the caller's. Throws 404. */
export async function findWebhook(query: Query, principal: Principal, id: string): Promise<WebhookRow> {
  const [row] = await selectWebhooks(query).where(and(eq(webhooks.id, id), isNull(webhooks.deletedAt)));
  if (!row || !mayAccess(principal, row.webhook.tenant)) throw notFound("webhook with this id");
  return row;
}

function selectWebhooks(query: Query) {
  return query
    .select({ seq: webhooks.seq, webhook: webhooks, tenantProfile: tenants.profile })
    .from(webhooks)
    .innerJoin(tenants, eq(tenants.id, webhooks.tenant));
}

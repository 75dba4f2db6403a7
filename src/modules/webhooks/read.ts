import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { tenants, webhooks } from "../../db/schema.ts";
import { fitting, type Page, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal, tenantFilter } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { afterCursor, given, mentions } from "../conditions.ts";
import type { ListQuery, Webhook } from "./model.ts";
import { type Known, presentWebhook, type WebhookRow } from "./present.ts";
import { refuseForeignTypes } from "./validate.ts";

export async function listWebhooks(
  { query, registry }: { query: Query; registry: Known },
  principal: Principal,
  filter: ListQuery,
): Promise<Page<Webhook>> {
  const tenant = tenantFilter(principal, filter.tenant);
  const matching = and(
    isNull(webhooks.deletedAt),
    given(tenant, (id) => eq(webhooks.tenant, id)),
    given(filter.status, (status) => eq(webhooks.status, status)),
    given(filter.q, (text) => mentions(searched, text)),
    afterCursor(webhooks.seq, filter),
  );
  const asked = fitting(filter, await sizesOf(query, matching, pageSize(filter)));
  const rows = await selectWebhooks(query).where(matching).orderBy(desc(webhooks.seq)).limit(pageSize(asked));
  return page(rows, asked, (row) => presentWebhook(registry, row, principal));
}

/** 250 webhooks at their limits are 55 MB, of which a page shows 4: reading all of them held the event loop. */
async function sizesOf(query: Query, matching: SQL | undefined, limit: number): Promise<number[]> {
  const rows = await query
    .select({ size: stored })
    .from(webhooks)
    .innerJoin(tenants, eq(tenants.id, webhooks.tenant))
    .where(matching)
    .orderBy(desc(webhooks.seq))
    .limit(limit);
  return rows.map(({ size }) => size);
}

const { url, description, eventTypes, channels, headers, filter, metadata } = webhooks;

/** SQLite tells the bytes of a text without reading it. */
const stored = sql<number>`${sql.join(
  [url, description, eventTypes, channels, headers, filter, metadata].map(
    (column) => sql`ifnull(octet_length(${column}), 0)`,
  ),
  sql` + `,
)}`;

const searched = [webhooks.id, webhooks.tenant, tenants.name, webhooks.url, webhooks.description];

/** The webhook if it is there and the caller's. Throws 404. */
export async function findWebhook(query: Query, principal: Principal, id: string): Promise<WebhookRow> {
  const [row] = await selectWebhooks(query).where(and(eq(webhooks.id, id), isNull(webhooks.deletedAt)));
  if (!row || !mayAccess(principal, row.webhook.tenant)) throw notFound("webhook with this id");
  return row;
}

/** As `findWebhook`, for a key that wants more than to look: throws 403 for a webhook that gets more than the key may. */
export async function findOwnWebhook(query: Query, principal: Principal, id: string): Promise<WebhookRow> {
  const row = await findWebhook(query, principal, id);
  refuseForeignTypes(principal, row.webhook.eventTypes);
  return row;
}

function selectWebhooks(query: Query) {
  return query
    .select({ seq: webhooks.seq, webhook: webhooks, tenantProfile: tenants.profile })
    .from(webhooks)
    .innerJoin(tenants, eq(tenants.id, webhooks.tenant));
}

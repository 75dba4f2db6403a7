import { and, desc, eq, gte, inArray, lt, ne } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { deliveries, events, webhooks } from "../../db/schema.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import { type Principal, tenantFilter } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { iso, momentOf } from "../../http/time.ts";
import { OPERATOR_TENANT } from "../../outbox/happening.ts";
import { mismatch } from "../../outbox/match.ts";
import { afterCursor, given } from "../conditions.ts";
import { readable } from "../readable.ts";
import type { EventSummary, ListQuery } from "./model.ts";

export type EventRow = typeof events.$inferSelect;

/**
 * What operators are told of is listed only where its tenant is named: it would drown what the product sends. Which ones to show is
 * found in an index alone: reading a million whole rows to pass them over would take half a second.
 */
export async function listEvents(
  query: Query,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<EventSummary>> {
  const tenant = tenantFilter(principal, filter.tenant);
  const shown = query
    .select({ seq: events.seq })
    .from(events)
    .where(
      and(
        tenant === null ? ne(events.tenant, OPERATOR_TENANT) : eq(events.tenant, tenant),
        readable(events.type, principal),
        given(filter.type, (type) => eq(events.type, type)),
        given(filter.channel, (channel) => eq(events.channel, channel)),
        given(filter.since, (since) => gte(events.createdAt, momentOf(since, "/query/since"))),
        given(filter.until, (until) => lt(events.createdAt, momentOf(until, "/query/until"))),
        afterCursor(events.seq, filter),
      ),
    )
    .orderBy(desc(events.seq))
    .limit(pageSize(filter));
  const rows = await query.select().from(events).where(inArray(events.seq, shown)).orderBy(desc(events.seq));
  return page(rows, filter, summary);
}

/** The event with this id that the caller may see. Throws 404, or 409 when several tenants have one and none was named. */
export async function findEvent(
  query: Query,
  principal: Principal,
  id: string,
  named?: string,
): Promise<EventRow> {
  const tenant = tenantFilter(principal, named);
  const found = await query
    .select()
    .from(events)
    .where(
      and(
        eq(events.id, id),
        readable(events.type, principal),
        given(tenant, (owner) => eq(events.tenant, owner)),
      ),
    )
    .limit(2);
  const [event] = found;
  if (!event) throw notFound("event with this id");
  if (found.length > 1) throw new Problem("ambiguous_event_id", "Name one with ?tenant=.");
  return event;
}

/** The whole event as JSON text: `data` as it was written, and for each webhook of its tenant why it got it or not. */
export async function showEvent(query: Query, event: EventRow): Promise<string> {
  const rest = JSON.stringify({ ...summary(event), webhooks: await explain(query, event) });
  const { data, previousAttributes } = event;
  return `${rest.slice(0, -1)},"data":${data},"previous_attributes":${previousAttributes ?? "null"}}`;
}

async function explain(query: Query, event: EventRow) {
  const made = await query
    .select({
      webhookSeq: deliveries.webhookSeq,
      id: deliveries.id,
      status: deliveries.status,
      attempts: deliveries.attemptCount,
    })
    .from(deliveries)
    .where(eq(deliveries.eventSeq, event.seq));
  const rows = await query.select().from(webhooks).where(eq(webhooks.tenant, event.tenant));
  return rows.flatMap((webhook) => {
    const own = made.filter(({ webhookSeq }) => webhookSeq === webhook.seq);
    if (own.length === 0 && webhook.deletedAt !== null) return [];
    const { id, url } = webhook;
    return [
      {
        webhook: { id, url },
        matched: own.length > 0,
        reason: own.length > 0 ? null : event.isTest ? ONLY_TESTED : whyNot(webhook, event),
        deliveries: own.map(({ id, status, attempts }) => ({ id, status, attempt_count: attempts })),
      },
    ];
  });
}

const ONLY_TESTED = "it was a test event for another webhook";

/** Judged by the webhook as it is now, which is said where it has changed since. */
function whyNot(webhook: typeof webhooks.$inferSelect, event: EventRow): string {
  const kept = event.filtered?.find(({ webhook: id }) => id === webhook.id);
  if (kept) return kept.reason;
  if (webhook.createdAt > event.acceptedAt) return "it was registered after the event";
  const reason = mismatch(webhook, event.type, event.channel);
  return reason ?? "it did not match when the event was accepted, and was changed since";
}

function summary(event: EventRow): EventSummary {
  const { id, type, tenant, channel, actor } = event;
  return {
    id,
    type,
    tenant,
    created: iso(event.createdAt),
    accepted: iso(event.acceptedAt),
    channel,
    actor,
    deliveries: event.deliveryCount,
    unmatched_reason: event.unmatchedReason,
    test: event.isTest,
  };
}

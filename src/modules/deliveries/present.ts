import type { attempts, deliveries, events, webhooks } from "../../db/schema.ts";
import type { AddressPolicy } from "../../egress/addresses.ts";
import type { Principal } from "../../http/principal.ts";
import { iso, isoOrNull } from "../../http/time.ts";
import { renderBody } from "../../wire/body.ts";
import type { WireEvent } from "../../wire/event.ts";
import type { Profile } from "../../wire/profile.ts";
import type { Attempt, Delivery, ListedAttempt } from "./model.ts";
import { remedyOf } from "./remedy.ts";
import { presentResponse } from "./response.ts";

export type AttemptRow = typeof attempts.$inferSelect;

/** A delivery with what belongs to it, as the log's reads bring it. */
export type DeliveryRow = {
  seq: number;
  delivery: typeof deliveries.$inferSelect;
  event: Pick<typeof events.$inferSelect, "id" | "type" | "createdAt" | "channel" | "isTest">;
  webhook: Pick<typeof webhooks.$inferSelect, "id" | "url">;
  last: Pick<AttemptRow, "number" | "startedAt" | "durationMs" | "outcome" | "statusCode" | "error"> | null;
};

/** Who is shown it, and what may be reached now. */
export type Viewer = { principal: Principal; policy: AddressPolicy };

export function presentDelivery({ delivery, event, webhook, last }: DeliveryRow): Delivery {
  return {
    id: delivery.id,
    event: { id: event.id, type: event.type, created: iso(event.createdAt), channel: event.channel },
    tenant: delivery.tenant,
    test: event.isTest,
    webhook,
    status: delivery.status,
    cancel_reason: delivery.cancelReason,
    attempt_count: delivery.attemptCount,
    next_attempt: isoOrNull(delivery.dueAt),
    created: iso(delivery.createdAt),
    completed: isoOrNull(delivery.completedAt),
    last_attempt: last && {
      number: last.number,
      started: iso(last.startedAt),
      duration_ms: last.durationMs,
      outcome: last.outcome,
      status_code: last.statusCode,
      error: last.error,
    },
  };
}

/** An attempt as lists read it, without what the receiver sent. */
export type ListedAttemptRow = Omit<AttemptRow, "responseBody">;

/** An attempt without its bodies, and where they are. */
export function presentListed(row: ListedAttemptRow, delivery: string, viewer: Viewer): ListedAttempt {
  const { url, requestHeaders, responseHeaders, responseTruncated } = row;
  return {
    ...facts(row, delivery, viewer),
    request: { url, headers: requestHeaders },
    response: responseHeaders && { headers: responseHeaders, truncated: responseTruncated ?? false },
    bodies: `/deliveries/${delivery}/attempts/${row.number}`,
  };
}

/** An attempt's body is made again from the event, which never changes: the same bytes that were sent. */
export function presentAttempt(
  row: AttemptRow,
  { id, tenant }: Pick<typeof deliveries.$inferSelect, "id" | "tenant">,
  event: WireEvent,
  viewer: Viewer,
): Attempt {
  const [body, dates] = row.bodyFormat.split(" ") as [Profile["body"], Profile["dates"]];
  return {
    ...facts(row, id, viewer),
    request: { url: row.url, headers: row.requestHeaders, body: renderBody({ body, dates }, event, tenant) },
    response: presentResponse(row, viewer.principal),
  };
}

function facts(
  row: ListedAttemptRow,
  delivery: string,
  { principal, policy }: Viewer,
): Omit<Attempt, "request" | "response"> {
  const remedy = remedyOf(row, policy, principal);
  return {
    id: `${delivery.replace(/^dlv/, "att")}-${row.number}`,
    number: row.number,
    trigger: row.trigger,
    started: iso(row.startedAt),
    duration_ms: row.durationMs,
    timings: row.timings,
    outcome: row.outcome,
    status_code: row.statusCode,
    error: row.error,
    ...(remedy !== null && { remedy }),
    remote_address: row.remoteAddress,
  };
}

export function wireEventOf(row: typeof events.$inferSelect): WireEvent {
  const { id, type, createdAt: created, data, previousAttributes, channel, actor } = row;
  return { id, type, created, data, previousAttributes, channel, actor };
}

import type { WireEvent } from "../wire/event.ts";
import type { Bulk } from "./committer.ts";
import type { Filtered } from "./fan-out.ts";
import type { HappeningKind } from "./happening.ts";
import type { Lease } from "./job.ts";

/** An event as the API has validated it. `created` is epoch milliseconds, `data` JSON text as the caller wrote it. */
export type NewEvent = WireEvent & { tenant: string; idempotencyKey: string | null };

export const insertTenants: Bulk = {
  order: 1,
  sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at)
    SELECT value->>'id', value->>'id', '{}', '{}', value->>'at', value->>'at' FROM json_each(?) WHERE true
    ON CONFLICT DO NOTHING RETURNING id AS key`,
};

export const insertEventTypes: Bulk = {
  order: 2,
  sql: `INSERT INTO event_types (name, declared, description, deprecated, tenant, last_seen_at, created_at, updated_at)
    SELECT value->>'name', 0, '', 0, value->>'tenant', value->>'at', value->>'at', value->>'at' FROM json_each(?) WHERE true
    ON CONFLICT DO NOTHING RETURNING name AS key`,
};

const FULL = "tenant.event_types_full" satisfies HappeningKind;

/** Tells once, as long as that is kept, that a tenant's events bring no more undeclared types into the list. */
export const insertFullCatalogues: Bulk = {
  order: 2,
  sql: `INSERT INTO happenings (id, kind, tenant, data, created_at)
    SELECT value->>'id', '${FULL}', value->>'tenant',
      json_object('tenant', value->>'tenant', 'event_type', value->>'type'), value->>'at'
    FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM happenings h WHERE h.tenant = value->>'tenant' AND h.kind = '${FULL}')
    RETURNING id AS key`,
};

export const insertEvents: Bulk = {
  order: 3,
  sql: `INSERT INTO events (id, tenant, type, channel, actor, created_at, accepted_at, idempotency_key, token, data,
      previous_attributes, delivery_count, unmatched_reason, filtered, is_test)
    SELECT value->>'id', value->>'tenant', value->>'type', value->>'channel', value->>'actor', value->>'created',
      value->>'accepted', value->>'idempotency_key', value->>'token', value->>'data', value->>'previous_attributes',
      value->>'delivery_count', value->>'unmatched_reason', value->>'filtered',
      coalesce(value->>'is_test', 0)
    FROM json_each(?) WHERE true
    ON CONFLICT DO NOTHING RETURNING token AS key`,
};

/** Joins the event by its token, so that a second event with the same id brings no deliveries with it. */
export const insertDeliveries: Bulk = {
  order: 4,
  sql: `INSERT INTO deliveries (id, event_seq, webhook_seq, tenant, type, channel, status, next_attempt_at, lease_owner,
      lease_until, created_at)
    SELECT value->>'id', e.seq, w.seq, e.tenant, e.type, e.channel, 'pending', value->>'at', value->>'lease',
      value->>'lease_until', value->>'at'
    FROM json_each(?) JOIN events e ON e.tenant = value->>'tenant' AND e.id = value->>'event' AND e.token = value->>'token'
      JOIN webhooks w ON w.id = value->>'webhook' AND w.deleted_at IS NULL
    RETURNING id AS key`,
};

/** Tells one acceptance from another; only an accident of 1 in 2^53 would make two alike. */
export const newToken = () => Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);

export function eventRow(
  event: NewEvent,
  accepted: number,
  token: number,
  deliveryCount: number,
  reason: string | null,
  filtered: Filtered[] = [],
) {
  const { idempotencyKey, previousAttributes, ...same } = event;
  return {
    ...same,
    idempotency_key: idempotencyKey,
    previous_attributes: previousAttributes,
    accepted,
    token,
    delivery_count: deliveryCount,
    unmatched_reason: reason,
    filtered: filtered.length > 0 ? filtered : null,
  };
}

/** A delivery of an event to a webhook, due at once; unleased where there is no room for it. */
export function deliveryRow(
  { tenant, id: event }: NewEvent,
  { id, webhook, lease }: { id: string; webhook: string; lease: Lease | null },
  at: number,
  token: number,
) {
  return { id, tenant, event, webhook, at, token, lease: lease?.lease, lease_until: lease?.leaseUntil };
}

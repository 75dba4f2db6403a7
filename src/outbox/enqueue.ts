import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { WireEvent } from "../wire/event.ts";
import type { Bulk, Committer } from "./committer.ts";
import { fanOut } from "./fan-out.ts";
import type { Handoff, Job } from "./job.ts";
import type { Registry, Target } from "./registry.ts";

/** An event as the API has validated it. `created` is epoch milliseconds, `data` JSON text as the caller wrote it. */
export type NewEvent = WireEvent & { tenant: string; idempotencyKey: string | null };

export type Enqueued = { outcome: "accepted"; deliveries: number } | { outcome: "exists" };

export type EnqueueDeps = {
  committer: Committer;
  registry: Registry;
  handoff: Handoff;
  newId: NewId;
  clock: Clock;
};

export const insertTenants: Bulk = {
  order: 1,
  sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at)
    SELECT value->>'id', value->>'id', '{}', '{}', value->>'at', value->>'at' FROM json_each(?) WHERE true
    ON CONFLICT DO NOTHING RETURNING id AS key`,
};

export const insertEventTypes: Bulk = {
  order: 2,
  sql: `INSERT INTO event_types (name, declared, description, deprecated, created_at, updated_at)
    SELECT value->>'name', 0, '', 0, value->>'at', value->>'at' FROM json_each(?) WHERE true
    ON CONFLICT DO NOTHING RETURNING name AS key`,
};

export const insertEvents: Bulk = {
  order: 3,
  sql: `INSERT INTO events (id, tenant, type, channel, actor, created_at, accepted_at, idempotency_key, token, data,
      previous_attributes, delivery_count, unmatched_reason)
    SELECT value->>'id', value->>'tenant', value->>'type', value->>'channel', value->>'actor', value->>'created',
      value->>'accepted', value->>'idempotency_key', value->>'token', value->>'data', value->>'previous_attributes',
      value->>'delivery_count', value->>'unmatched_reason'
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

/**
 * Makes an event and its deliveries durable in one transaction and hands the deliveries over. `exists`: the tenant
 * has an event with this id or idempotency key already, and nothing was written. Throws StoreError, and nothing is.
 */
export async function enqueue(deps: EnqueueDeps, event: NewEvent): Promise<Enqueued> {
  const { targets, unmatchedReason } = fanOut(deps.registry, event);
  const at = deps.clock.now();
  const token = newToken();
  const plans = targets.map((target) => plan(deps, event, target));
  try {
    const size = event.data.length + (event.previousAttributes?.length ?? 0);
    const committed = await deps.committer.commit(
      [
        [insertTenants, deps.registry.knowsTenant(event.tenant) ? [] : [{ id: event.tenant, at }]],
        [insertEventTypes, deps.registry.knowsType(event.type) ? [] : [{ name: event.type, at }]],
        [insertEvents, [eventRow(event, at, token, plans.length, unmatchedReason)]],
        [insertDeliveries, plans.map((planned) => deliveryRow(planned, event, at, token))],
      ],
      size,
    );
    if (!committed(insertEvents, token)) {
      giveBack(deps.handoff, plans);
      return { outcome: "exists" };
    }
    deps.registry.noteTenant(event.tenant);
    deps.registry.noteType(event.type);
    for (const planned of plans)
      handOver(deps.handoff, planned, event, at, committed(insertDeliveries, planned.id));
    return { outcome: "accepted", deliveries: plans.length };
  } catch (error) {
    giveBack(deps.handoff, plans);
    throw error;
  }
}

type Plan = { id: string; target: Target; bytes: number; lease: ReturnType<Handoff["reserve"]> };

function plan({ newId, handoff }: EnqueueDeps, event: NewEvent, target: Target): Plan {
  const bytes = event.data.length;
  return { id: newId("dlv"), target, bytes, lease: handoff.reserve(target.id, bytes) };
}

function giveBack(handoff: Handoff, plans: Plan[]): void {
  for (const { target, bytes, lease } of plans) if (lease) handoff.forget(target.id, bytes);
}

function handOver(handoff: Handoff, planned: Plan, event: NewEvent, at: number, written: unknown): void {
  const { target, bytes, lease } = planned;
  if (!lease) handoff.due(target.id, at);
  else if (!written) handoff.forget(target.id, bytes);
  else handoff.start(firstJob(planned.id, event, target, lease));
}

function firstJob(delivery: string, event: NewEvent, { id }: Target, lease: NonNullable<Plan["lease"]>): Job {
  const { tenant } = event;
  const fresh = { trigger: "schedule", attemptCount: 0, scheduledCount: 0, retryRequestedAt: null } as const;
  return { delivery, webhook: id, tenant, event, ...fresh, ...lease };
}

/** Tells one acceptance from another; only an accident of 1 in 2^53 would make two alike. */
export const newToken = () => Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);

export function eventRow(
  event: NewEvent,
  accepted: number,
  token: number,
  deliveryCount: number,
  reason: string | null,
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
  };
}

function deliveryRow(
  { id, target, lease }: Plan,
  { tenant, id: event }: NewEvent,
  at: number,
  token: number,
) {
  return {
    id,
    tenant,
    event,
    token,
    webhook: target.id,
    at,
    lease: lease?.lease,
    lease_until: lease?.leaseUntil,
  };
}

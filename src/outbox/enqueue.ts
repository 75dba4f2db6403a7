import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { Sighting } from "./catalogue.ts";
import type { Committer, Part } from "./committer.ts";
import { type FanOut, fanOut } from "./fan-out.ts";
import type { Filters } from "./filter.ts";
import { OPERATOR_TENANT } from "./happening.ts";
import { type Handoff, type Job, type Lease, sizeOf } from "./job.ts";
import {
  deliveryRow,
  eventRow,
  insertDeliveries,
  insertEvents,
  insertEventTypes,
  insertFullCatalogues,
  insertTenants,
  type NewEvent,
  newToken,
} from "./new-rows.ts";
import type { Registry } from "./registry.ts";

export type { NewEvent } from "./new-rows.ts";

export type Enqueued = { outcome: "accepted"; deliveries: number } | { outcome: "exists" };

export type EnqueueDeps = {
  committer: Committer;
  registry: Registry;
  sandbox: Filters;
  handoff: Handoff;
  newId: NewId;
  clock: Clock;
};

/**
 * Makes an event and its deliveries durable in one transaction and hands the deliveries over. `exists`: the tenant
 * has an event with this id or idempotency key already, and nothing was written. Throws StoreError, and nothing is.
 */
export async function enqueue(deps: EnqueueDeps, event: NewEvent): Promise<Enqueued> {
  const acceptance = { at: deps.clock.now(), token: newToken() };
  const reach = await fanOut(deps, event);
  const size = sizeOf(event);
  const plans = reach.targets.map(({ id }) => plan(deps, id, size));
  const sighting = see(deps, event, acceptance.at);
  const parts = partsOf(deps, event, plans, reach, acceptance, sighting);
  const committed = await deps.committer.commit(parts, size).catch((error) => {
    giveBack(deps.handoff, plans);
    deps.registry.catalogue.unsee(event.tenant, event.type, sighting);
    throw error;
  });
  if (!committed(insertEvents, acceptance.token)) {
    giveBack(deps.handoff, plans);
    return { outcome: "exists" };
  }
  deps.registry.noteTenant(event.tenant);
  for (const planned of plans)
    handOver(deps.handoff, planned, event, acceptance.at, committed(insertDeliveries, planned.id));
  return { outcome: "accepted", deliveries: plans.length };
}

/** A delivery that is about to be written; it has a lease where there was room for it. */
type Plan = { id: string; webhook: string; size: number; lease: Lease | null };

type Acceptance = { at: number; token: number };

function plan({ newId, handoff }: EnqueueDeps, webhook: string, size: number): Plan {
  return { id: newId("dlv"), webhook, size, lease: handoff.reserve(webhook, size) };
}

/** A tenant and a type that are not known yet come to be with their first event. */
function partsOf(
  { registry, newId }: EnqueueDeps,
  event: NewEvent,
  plans: Plan[],
  reach: FanOut,
  { at, token }: Acceptance,
  { isNew, isFull }: Sighting,
): Part[] {
  const { tenant, type: name } = event;
  return [
    [insertTenants, registry.knowsTenant(tenant) ? [] : [{ id: tenant, at }]],
    [insertEventTypes, isNew ? [{ name, tenant, at }] : []],
    [insertFullCatalogues, isFull ? [{ id: newId("evt"), tenant, type: name, at }] : []],
    [insertEvents, [eventRow(event, at, token, plans.length, reach.unmatchedReason, reach.filtered)]],
    [insertDeliveries, plans.map((planned) => deliveryRow(event, planned, at, token))],
  ];
}

/** What Posthorn itself publishes belongs into no product's catalogue. */
const see = ({ registry }: EnqueueDeps, { type, tenant }: NewEvent, at: number): Sighting =>
  tenant === OPERATOR_TENANT ? UNSEEN : registry.catalogue.see(tenant, type, at);

const UNSEEN = { isNew: false, isFull: false };

function giveBack(handoff: Handoff, plans: Plan[]): void {
  for (const { webhook, size, lease } of plans) if (lease) handoff.forget(webhook, size);
}

function handOver(handoff: Handoff, planned: Plan, event: NewEvent, at: number, written: unknown): void {
  const { id, webhook, size, lease } = planned;
  if (!lease) handoff.due(webhook, at);
  else if (!written) handoff.forget(webhook, size);
  else handoff.start(firstJob(id, event, webhook, lease));
}

function firstJob(delivery: string, event: NewEvent, webhook: string, lease: Lease): Job {
  const { tenant } = event;
  const fresh = { trigger: "schedule", attemptCount: 0, scheduledCount: 0, retryRequestedAt: null } as const;
  return { delivery, webhook, tenant, event, ...fresh, ...lease };
}

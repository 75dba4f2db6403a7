import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import { records, type Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import type { NewId } from "../../ids.ts";
import { type FanOutDeps, fanOut, whyNot } from "../../outbox/fan-out.ts";
import { redeliver } from "../../outbox/replay.ts";
import type { Target } from "../../outbox/targets.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import { refuseStatus } from "../deliveries/service.ts";
import { findOwnWebhook } from "../webhooks/read.ts";
import { refuseForeignTypes } from "../webhooks/validate.ts";
import type { Replay, Replayed } from "./model.ts";
import { type EventRow, findEvent } from "./read.ts";

export type ReplayDeps = FanOutDeps & {
  store: Store;
  query: Query;
  clock: Clock;
  newId: NewId;
  dispatcher: Pick<Dispatcher, "due">;
};

/**
 * Makes a new delivery of an event for each webhook that matches it now, or for the one named; durable when it resolves. No
 * delivery that there was before changes. Throws 403, 404, 409 for a test event or a webhook that gets nothing, 422 when the one
 * named does not match.
 */
export async function replayEvent(
  deps: ReplayDeps,
  principal: Principal,
  id: string,
  tenant: string | undefined,
  { webhook }: Replay,
): Promise<Replayed> {
  const event = await findEvent(deps.query, principal, id, tenant);
  refuseForeignTypes(principal, [event.type]);
  if (event.isTest)
    throw new Problem("test_event", "It was made up to test a webhook; test it again instead.");
  const { targets, unmatchedReason } =
    webhook === undefined
      ? await fanOut(deps, event)
      : { targets: [await named(deps, principal, event, webhook)], unmatchedReason: null };
  return { deliveries: await deliverTo(deps, principal, event, targets), unmatched_reason: unmatchedReason };
}

/** The webhook if it is the event's tenant's and would get the event now. */
async function named(deps: ReplayDeps, principal: Principal, event: EventRow, id: string): Promise<Target> {
  const { webhook } = await findOwnWebhook(deps.query, principal, id);
  const target = deps.registry.webhook(id);
  if (!target || webhook.tenant !== event.tenant) throw doesNotMatch("it belongs to another tenant");
  refuseStatus(target, "paused");
  const reason = await whyNot(deps.sandbox, target, event);
  if (reason !== null) throw doesNotMatch(reason);
  return target;
}

const doesNotMatch = (reason: string) =>
  invalid([{ pointer: "/webhook", detail: `does not get this event: ${reason}` }]);

async function deliverTo(
  deps: ReplayDeps,
  principal: Principal,
  event: EventRow,
  targets: Target[],
): Promise<Replayed["deliveries"]> {
  if (targets.length === 0) return [];
  const now = deps.clock.now();
  const rows = targets.map(({ id: webhook }) => ({ id: deps.newId("dlv"), event: event.seq, webhook }));
  const after = { deliveries: rows.map(({ id, webhook }) => ({ id, webhook })) };
  const deed: Deed = {
    action: "event.replayed",
    tenant: event.tenant,
    target: event.id,
    before: null,
    after,
  };
  const results = await deps.store.write([
    ...redeliver(rows, now),
    auditEntry(deps, principal, deed, ifChanged),
  ]);
  const made = new Set(results[1] ? records<{ id: string }>(results[1]).map(({ id }) => id) : []);
  const deliveries = after.deliveries.filter(({ id }) => made.has(id));
  for (const { webhook } of deliveries) deps.dispatcher.due(webhook, now);
  return deliveries;
}

import type { Clock } from "../../clock.ts";
import type { Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { cancelDelivery } from "../../outbox/cancel.ts";
import type { Registry } from "../../outbox/registry.ts";
import { requestRetry } from "../../outbox/retry.ts";
import type { WebhookStatus } from "../../outbox/states.ts";
import type { Target } from "../../outbox/targets.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";
import type { AuditAction } from "../audit/actions.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { ifChanged } from "../audit/if-changed.ts";
import { refuseForeignTypes } from "../webhooks/validate.ts";
import type { AttemptedDelivery } from "./model.ts";
import { getDelivery, type ReadDeps } from "./read-attempts.ts";

export type DeliveriesDeps = ReadDeps & {
  store: Store;
  clock: Clock;
  registry: Registry;
  dispatcher: Pick<Dispatcher, "retry" | "withdraw">;
};

const refusals: Record<
  Exclude<WebhookStatus, "active">,
  [code: ConstructorParameters<typeof Problem>[0], why: string]
> = {
  disabled: ["webhook_disabled", "Enable the webhook first."],
  paused: ["webhook_paused", "Resume the webhook first."],
  unverified: ["webhook_unverified", "The webhook's URL has to be verified first."],
};

/** Throws 409 with the reason for a webhook that gets nothing now; `paused` may do where what is made for it can wait. */
export function refuseStatus({ status }: Pick<Target, "status">, paused: "paused" | null = null): void {
  if (status === "active" || status === paused) return;
  const [code, why] = refusals[status];
  throw new Problem(code, why);
}

const deedOf = (action: AuditAction, { id, tenant, webhook, event, status }: AttemptedDelivery): Deed => ({
  ...{ action, tenant, target: id, before: null, after: { webhook: webhook.id, event: event.id, status } },
});

/** For a key that wants more than to look: throws 403 for an event of a type beyond the key's. */
async function ownDelivery(
  deps: DeliveriesDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const delivery = await getDelivery(deps, principal, id);
  refuseForeignTypes(principal, [delivery.event.type]);
  return delivery;
}

/**
 * Asks for one more attempt now; durable when it resolves. Throws 403, 404, or 409 when the webhook can't get any.
 */
export async function retryDelivery(
  deps: DeliveriesDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const delivery = await ownDelivery(deps, principal, id);
  const target = deps.registry.webhook(delivery.webhook.id);
  if (!target) throw new Problem("webhook_disabled", "The webhook was deleted.");
  refuseStatus(target);
  const audit = auditEntry(deps, principal, deedOf("delivery.retried", delivery), ifChanged);
  if (!(await requestRetry(deps.store, id, deps.clock.now(), [audit])))
    throw notFound("delivery with this id");
  deps.dispatcher.retry(target.id);
  return getDelivery(deps, principal, id);
}

/** Cancels a pending delivery; an attempt that is under way still ends and is written down. Throws 403, 404, 409. */
export async function cancelPending(
  deps: DeliveriesDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const delivery = await ownDelivery(deps, principal, id);
  const audit = auditEntry(deps, principal, deedOf("delivery.cancelled", delivery), ifChanged);
  if (!(await cancelDelivery(deps.store, id, "operator", deps.clock.now(), [audit])))
    throw new Problem(
      "not_pending",
      `Only a pending delivery can be cancelled; this one has the status ${delivery.status}.`,
    );
  await deps.dispatcher.withdraw(delivery.webhook.id, id);
  return getDelivery(deps, principal, id);
}

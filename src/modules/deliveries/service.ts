import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import type { Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { cancelDelivery } from "../../outbox/cancel.ts";
import type { Registry } from "../../outbox/registry.ts";
import { requestRetry } from "../../outbox/retry.ts";
import type { WebhookStatus } from "../../outbox/states.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";
import type { AttemptedDelivery } from "./model.ts";
import { getDelivery } from "./read.ts";

export type DeliveriesDeps = {
  store: Store;
  query: Query;
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

/**
 * Asks for one more attempt now; durable when it resolves. Throws 404, or 409 when the webhook can't get any.
 */
export async function retryDelivery(
  deps: DeliveriesDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const delivery = await getDelivery(deps.query, principal, id);
  const target = deps.registry.webhook(delivery.webhook.id);
  if (!target) throw new Problem("webhook_disabled", "The webhook was deleted.");
  if (target.status !== "active") {
    const [code, why] = refusals[target.status];
    throw new Problem(code, why);
  }
  if (!(await requestRetry(deps.store, id, deps.clock.now()))) throw notFound("delivery with this id");
  deps.dispatcher.retry(target.id);
  return getDelivery(deps.query, principal, id);
}

/** Cancels a pending delivery; an attempt that is under way still ends and is written down. Throws 404, 409. */
export async function cancelPending(
  deps: DeliveriesDeps,
  principal: Principal,
  id: string,
): Promise<AttemptedDelivery> {
  const delivery = await getDelivery(deps.query, principal, id);
  if (!(await cancelDelivery(deps.store, id, "operator", deps.clock.now())))
    throw new Problem(
      "not_pending",
      `Only a pending delivery can be cancelled; this one has the status ${delivery.status}.`,
    );
  await deps.dispatcher.withdraw(delivery.webhook.id, id);
  return getDelivery(deps.query, principal, id);
}

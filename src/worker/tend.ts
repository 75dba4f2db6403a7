import type { Clock } from "../clock.ts";
import type { Store } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { disable } from "../outbox/disable.ts";
import type { Recorded } from "../outbox/record.ts";
import type { Registry } from "../outbox/registry.ts";
import type { DisableReason } from "../outbox/states.ts";
import type { Target } from "../outbox/targets.ts";
import { disableReason } from "../wire/health.ts";

export type TendDeps = {
  store: Store;
  registry: Registry;
  clock: Clock;
  log: Logger;
  withdraw(webhook: string): Promise<void>;
};

/** Looks after a webhook's health after an attempt: notes whether it is failing and disables it where its profile says so. */
export async function tend(deps: TendDeps, target: Target, recorded: Recorded, gone: boolean): Promise<void> {
  if (!recorded.held || !recorded.health) return;
  const { health } = recorded;
  target.failing = health.consecutiveFailures > 0;
  const reason = gone ? "gone" : disableReason(target.profile, health, deps.clock.now());
  if (reason) await disableWebhook(deps, target.id, reason);
}

async function disableWebhook(deps: TendDeps, webhook: string, reason: DisableReason): Promise<void> {
  try {
    const cancelled = await disable(deps.store, webhook, reason, deps.clock.now());
    await deps.registry.refresh(webhook);
    await deps.withdraw(webhook);
    if (cancelled !== null) deps.log.warn("webhook disabled", { webhook, reason, cancelled });
  } catch (error) {
    deps.log.error("a webhook could not be disabled; its next failure tries again", {
      webhook,
      reason,
      error,
    });
  }
}

import type { Clock } from "../clock.ts";
import type { Store } from "../db/store.ts";
import type { NewId } from "../ids.ts";
import type { Logger } from "../log.ts";
import { cancelWebhook } from "../outbox/cancel.ts";
import { disable } from "../outbox/disable.ts";
import { giveNotice } from "../outbox/notice.ts";
import type { NotedHealth, Recorded } from "../outbox/record.ts";
import type { Registry } from "../outbox/registry.ts";
import type { DisableReason } from "../outbox/states.ts";
import type { Target } from "../outbox/targets.ts";
import { disableReason, noticeOf } from "../wire/health.ts";
import type { Profile } from "../wire/profile.ts";

export type TendDeps = {
  store: Store;
  registry: Registry;
  clock: Clock;
  newId: NewId;
  log: Logger;
  withdraw(webhook: string): Promise<void>;
};

/**
 * Looks after a webhook's health after an attempt: notes whether it is failing, tells of it and disables it where its profile
 * says so.
 */
export async function tend(deps: TendDeps, target: Target, recorded: Recorded, gone: boolean): Promise<void> {
  if (!recorded.held || !recorded.health) return;
  const { health } = recorded;
  target.failing = health.consecutiveFailures > 0;
  const reason = gone ? "gone" : disableReason(target.profile, health, deps.clock.now());
  if (reason) await disableWebhook(deps, target.id, reason);
  else if (target.failing) await tellOfFailing(deps, target, health);
}

async function disableWebhook(deps: TendDeps, webhook: string, reason: DisableReason): Promise<void> {
  try {
    const now = deps.clock.now();
    const isNew = await disable(deps.store, webhook, reason, now, deps.newId("evt"));
    await deps.registry.refresh(webhook);
    await deps.withdraw(webhook);
    if (!isNew) return;
    const cancelled = await cancelWebhook(deps.store, webhook, "webhook_disabled", now);
    deps.log.warn("webhook disabled", { webhook, reason, cancelled });
  } catch (error) {
    deps.log.error("a webhook could not be disabled; its next failure tries again", {
      webhook,
      reason,
      error,
    });
  }
}

/** The hundredth percent is told of by disabling. */
async function tellOfFailing(deps: TendDeps, { id, profile }: Target, health: NotedHealth): Promise<void> {
  const now = deps.clock.now();
  const notice = noticeOf(profile, health, now);
  const { failingSince, consecutiveFailures } = health;
  if (notice === 0 || notice === 100 || notice <= health.notice || failingSince === null) return;
  try {
    const wanted = { webhook: id, notice, failingSince, limits: limitsOf(profile) };
    if (await giveNotice(deps.store, wanted, now, deps.newId("evt")))
      deps.log.warn("webhook failing", { webhook: id, failures: consecutiveFailures, notice });
  } catch (error) {
    deps.log.error("a failing webhook could not be told of; its next failure tries again", {
      webhook: id,
      error,
    });
  }
}

function limitsOf({ disable }: Profile): { consecutive_failures?: number; failing_hours?: number } {
  const { after_consecutive_failures: failures, after_failing_hours: hours } = disable;
  return {
    ...(failures !== null && { consecutive_failures: failures }),
    ...(hours !== null && { failing_hours: hours }),
  };
}

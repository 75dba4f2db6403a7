import type { Job } from "../outbox/job.ts";
import type { Target } from "../outbox/targets.ts";
import type { Subject } from "../wire/event.ts";
import { render, type WireRequest } from "../wire/render.ts";

export type Composed = { ok: true; request: WireRequest } | { ok: false; reason: string };

/** The exact request of a delivery's next attempt at the moment `at` (epoch ms). */
export function composeRequest(target: Target, job: Job, at: number, userAgent: string): Composed {
  try {
    return { ok: true, request: render(target.profile, subjectOf(target, job, at), userAgent) };
  } catch (error) {
    return { ok: false, reason: `The request could not be made: ${(error as Error).message}.` };
  }
}

export function subjectOf(target: Target, job: Job, at: number): Subject {
  const { id, appUser, headers } = target;
  return {
    event: job.event,
    tenantId: job.tenant,
    webhook: { id, appUser, headers, secrets: liveSecrets(target, at) },
    deliveryId: job.delivery,
    attempt: { number: job.attemptCount + 1, timestamp: at },
  };
}

/** The secrets that sign at the moment `at`, newest first: an older one until its grace time ends. */
export function liveSecrets({ secrets }: Pick<Target, "secrets">, at: number): string[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > at).map(({ value }) => value);
}

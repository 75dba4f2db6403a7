import type { Committer } from "../outbox/committer.ts";
import type { NewEvent } from "../outbox/enqueue.ts";
import type { Job } from "../outbox/job.ts";
import { recordTest } from "../outbox/record-test.ts";
import type { Target } from "../outbox/targets.ts";
import { attemptRecord, judge } from "./judge.ts";
import { type SendDeps, sendRequest } from "./send.ts";

export type SendTestDeps = SendDeps & { committer: Committer };

/** Sends one event to one webhook now, exactly as a delivery would be sent, once. Resolves when it is written down. */
export async function sendTest(
  deps: SendTestDeps,
  target: Target,
  event: NewEvent,
  delivery: string,
): Promise<void> {
  const job = testJob(target, event, delivery, deps.clock.now());
  const sent = await sendRequest(deps, target, job);
  const { outcome } = judge(target.profile, job, sent.result, sent.ended, () => 0);
  await recordTest(deps.committer, event, job, attemptRecord(target, job, sent, outcome), {
    status: outcome === "success" ? "succeeded" : "failed",
    next_attempt_at: null,
    completed_at: sent.ended,
    scheduled_count: 0,
    success: null,
  });
}

/** Leased to itself: nobody else can claim what is written down only once it is over. */
function testJob(target: Target, event: NewEvent, delivery: string, at: number): Job {
  return {
    delivery,
    webhook: target.id,
    tenant: target.tenant,
    event,
    trigger: "test",
    attemptCount: 0,
    scheduledCount: 0,
    retryRequestedAt: null,
    lease: `test ${delivery}`,
    leaseUntil: at,
  };
}

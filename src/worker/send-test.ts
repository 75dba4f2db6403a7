import type { NewEvent } from "../outbox/enqueue.ts";
import type { Job } from "../outbox/job.ts";
import { recordTest } from "../outbox/record-test.ts";
import type { Target } from "../outbox/registry.ts";
import { composeRequest } from "./compose.ts";
import { type DeliverDeps, send, unsendable } from "./deliver.ts";
import { attemptRecord, judge } from "./judge.ts";

export type SendTestDeps = Pick<DeliverDeps, "committer" | "clock" | "send" | "userAgent" | "allowHttp">;

/** Sends one event to one webhook now, exactly as a delivery would be sent, once. Resolves when it is written down. */
export async function sendTest(
  deps: SendTestDeps,
  target: Target,
  event: NewEvent,
  delivery: string,
): Promise<void> {
  const started = deps.clock.now();
  const job = testJob(target, event, delivery, started);
  const request = composeRequest(target, job, started, deps.userAgent);
  const result = request.ok ? await send(deps, target, request.request) : unsendable(request.reason);
  const ended = deps.clock.now();
  const { outcome } = judge(target.profile, job, result, ended, () => 0);
  const attempt = attemptRecord({
    ...{ target, job, result, outcome, started, ended },
    request: request.ok ? request.request : null,
  });
  await recordTest(deps.committer, event, job, attempt, {
    status: outcome === "success" ? "succeeded" : "failed",
    next_attempt_at: null,
    completed_at: ended,
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

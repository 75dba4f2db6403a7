import { StoreError } from "../db/store.ts";
import type { Logger } from "../log.ts";
import type { AttemptRecord, Next } from "../outbox/attempt.ts";
import type { Committer } from "../outbox/committer.ts";
import type { Job } from "../outbox/job.ts";
import { type Recorded, record } from "../outbox/record.ts";
import type { Target } from "../outbox/targets.ts";
import type { Attempted } from "./dispatcher.ts";
import { attemptRecord, judge } from "./judge.ts";
import { type SendDeps, sendRequest } from "./send.ts";
import type { Slot } from "./slots.ts";

export type DeliverDeps = SendDeps & {
  committer: Committer;
  log: Logger;
  /** [0, 1), for jitter. */
  random(): number;
  /** Told of every attempt that was written down. */
  observe(attempt: AttemptRecord, job: Job, recorded: Recorded): void;
  /** Told of a webhook's counters after an attempt, and of a receiver that is gone. */
  tend(target: Target, recorded: Recorded, gone: boolean): Promise<void>;
};

/** How long a result that could not be written waits for the next try, in milliseconds. */
const RECORD_AGAIN_MS = 1000;

/**
 * The story of one attempt: send, judge, record, tend. What the receiver does wrong is a value all the way; only recording
 * is repeated when the database fails us, because the request has been made.
 */
export async function deliver(
  deps: DeliverDeps,
  job: Job,
  target: Target,
  signal: AbortSignal,
  slot: Slot,
): Promise<Attempted> {
  const sent = await sendRequest(deps, target, job, { signal, accepted: slot.accepted });
  const { next, outcome, gone } = judge(target.profile, job, sent.result, sent.ended, deps.random);
  // A failure keeps its slot until it is written down: it may disable the webhook, which then must not be asked again.
  if (outcome === "success") slot.free();
  const attempt = attemptRecord(target, job, sent, outcome);
  const recorded = await recordSurely(deps, job, attempt, next, signal);
  deps.observe(attempt, job, recorded);
  await deps.tend(target, recorded, gone);
  return { success: next.success, dueAt: recorded.held ? recorded.dueAt : null };
}

/**
 * Tries until it is written; what the database will not take as it is, is written without the receiver's answer. Says so
 * once: with a full disk thousands of attempts are here, each second anew.
 */
async function recordSurely(
  deps: DeliverDeps,
  job: Job,
  attempt: AttemptRecord,
  next: Next,
  signal: AbortSignal,
): Promise<Recorded> {
  let kept = attempt;
  for (let tries = 1; ; tries++) {
    try {
      return await record(deps.committer, job, kept, next);
    } catch (error) {
      const invalid = error instanceof StoreError && error.code === "invalid";
      if (signal.aborted || (invalid && kept !== attempt)) throw error;
      if (tries === 1)
        deps.log.warn("an attempt could not be written down; trying again", {
          delivery: job.delivery,
          error,
        });
      if (invalid) kept = withoutAnswer(attempt);
      else await new Promise<void>((resolve) => deps.clock.after(RECORD_AGAIN_MS, resolve));
    }
  }
}

const withoutAnswer = (attempt: AttemptRecord): AttemptRecord => ({
  ...attempt,
  response_headers: null,
  response_body: null,
  response_truncated: null,
});

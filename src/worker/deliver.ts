import type { Clock } from "../clock.ts";
import { StoreError } from "../db/store.ts";
import type { Exchange, ExchangeResult } from "../egress/exchange.ts";
import type { Logger } from "../log.ts";
import type { AttemptRecord, Next } from "../outbox/attempt.ts";
import type { Committer } from "../outbox/committer.ts";
import type { Job } from "../outbox/job.ts";
import type { Recorded } from "../outbox/record.ts";
import { record } from "../outbox/record.ts";
import type { Target } from "../outbox/registry.ts";
import type { WireRequest } from "../wire/render.ts";
import { composeRequest } from "./compose.ts";
import type { Attempted } from "./dispatcher.ts";
import { attemptRecord, judge } from "./judge.ts";

export type Send = (exchange: Exchange, signal?: AbortSignal) => Promise<ExchangeResult>;

export type DeliverDeps = {
  committer: Committer;
  clock: Clock;
  log: Logger;
  send: Send;
  /** [0, 1), for jitter. */
  random(): number;
  userAgent: string;
  /** Lets http URLs pass where the profile asks for https. */
  allowHttp: boolean;
  /** Told of every attempt that was written down. */
  observe(attempt: AttemptRecord, job: Job, recorded: Recorded): void;
  /** Told of a webhook's counters after an attempt, and of a receiver that is gone. */
  tend(target: Target, recorded: Recorded, gone: boolean): Promise<void>;
};

/** How long a result that could not be written waits for the next try, in milliseconds. */
const RECORD_AGAIN_MS = 1000;

/**
 * The story of one attempt: load, render, sign, send, judge, record. What the receiver does wrong is a value all the way; only
 * recording is repeated when the database fails us, because the request has been made.
 */
export async function deliver(
  deps: DeliverDeps,
  job: Job,
  target: Target,
  signal: AbortSignal,
  answered: () => void,
): Promise<Attempted> {
  const started = deps.clock.now();
  const request = composeRequest(target, job, started, deps.userAgent);
  const result = request.ok ? await send(deps, target, request.request, signal) : unsendable(request.reason);
  const ended = deps.clock.now();
  const { next, outcome, gone } = judge(target.profile, job, result, ended, deps.random);
  // A failure keeps its slot until it is written down: it may disable the webhook, which then must not be asked again.
  if (outcome === "success") answered();
  const attempt = attemptRecord({
    ...{ target, job, result, outcome, started, ended },
    request: request.ok ? request.request : null,
  });
  const recorded = await recordSurely(deps, job, attempt, next, signal);
  deps.observe(attempt, job, recorded);
  await deps.tend(target, recorded, gone);
  return { failed: next.success === false, dueAt: recorded.held ? recorded.dueAt : null };
}

export function send(
  deps: Pick<DeliverDeps, "send" | "allowHttp">,
  { url, profile }: Target,
  { headers, body }: WireRequest,
  signal?: AbortSignal,
): Promise<ExchangeResult> {
  const timeoutMs = profile.timeout_seconds * 1000;
  const requireHttps = profile.require_https && !deps.allowHttp;
  return deps.send({ method: "POST", url, headers, body, timeoutMs, requireHttps }, signal);
}

export function unsendable(error: string): ExchangeResult {
  return { kind: "blocked", error, response: null, timings: null, remoteAddress: null };
}

/** Tries until it is written; what the database will not take as it is, is written without the receiver's answer. */
async function recordSurely(
  deps: DeliverDeps,
  job: Job,
  attempt: AttemptRecord,
  next: Next,
  signal: AbortSignal,
): Promise<Recorded> {
  try {
    return await record(deps.committer, job, attempt, next);
  } catch (error) {
    const invalid = error instanceof StoreError && error.code === "invalid";
    if (signal.aborted || (invalid && attempt.response_headers === null)) throw error;
    deps.log.warn("an attempt could not be written down; trying again", { delivery: job.delivery, error });
    if (invalid) return recordSurely(deps, job, withoutAnswer(attempt), next, signal);
    await new Promise<void>((resolve) => deps.clock.after(RECORD_AGAIN_MS, resolve));
    return recordSurely(deps, job, attempt, next, signal);
  }
}

const withoutAnswer = (attempt: AttemptRecord): AttemptRecord => ({
  ...attempt,
  response_headers: null,
  response_body: null,
  response_truncated: null,
});

import type { ExchangeResult } from "../egress/exchange.ts";
import type { AttemptRecord, Next } from "../outbox/attempt.ts";
import type { Job } from "../outbox/job.ts";
import type { Target } from "../outbox/targets.ts";
import { maskSecrets } from "../wire/mask.ts";
import type { Profile } from "../wire/profile.ts";
import { maskHeaders } from "../wire/render.ts";
import { type AttemptOutcome, outcomeOf, type Reply, type Verdict, verdict } from "../wire/verdict.ts";
import type { Sent } from "./send.ts";

/** What came of an attempt: its outcome, what its delivery becomes, and whether the receiver said that it is gone for good. */
export type Judgement = { outcome: AttemptOutcome; next: Next; gone: boolean };

/** Judges by the profile. `now` is when the attempt ended, in epoch ms; delays count from there. */
export function judge(
  profile: Profile,
  job: Job,
  result: ExchangeResult,
  now: number,
  random: () => number,
): Judgement {
  const reply = replyOf(result);
  const outcome = outcomeOf(profile, reply);
  if (outcome === "interrupted") return { outcome, next: asBefore(job, null), gone: false };
  const scheduled = job.scheduledCount + 1;
  const { disable, ...ruling } = verdict(profile, reply, scheduled, now, random);
  const gone = disable === "gone";
  if (job.trigger === "manual" && ruling.state !== "succeeded")
    return { outcome, next: asBefore(job, false), gone };
  return {
    outcome,
    next: nextOf(profile, ruling, job.trigger === "manual" ? job.scheduledCount : scheduled, now),
    gone,
  };
}

/** An attempt that changes nothing about its delivery. */
const asBefore = ({ scheduledCount }: Job, success: boolean | null): Next => ({
  status: null,
  next_attempt_at: null,
  completed_at: null,
  scheduled_count: scheduledCount,
  success,
});

function nextOf(profile: Profile, ruling: Verdict, scheduledCount: number, now: number): Next {
  const pending = ruling.state === "retry";
  return {
    status: pending ? "pending" : ruling.state,
    next_attempt_at: pending ? retryAt(profile, now + ruling.delayMs) : null,
    completed_at: pending ? null : now,
    scheduled_count: scheduledCount,
    success: ruling.state === "succeeded",
  };
}

const SWEEP_MS = 60_000;

/** A sweep comes on the minute: a retry asked for a moment after it would otherwise wait for the next one. */
const retryAt = ({ dispatch }: Profile, at: number) => (dispatch === "sweep" ? at - (at % SWEEP_MS) : at);

function replyOf(result: ExchangeResult): Reply {
  if (result.kind !== "response") return { kind: result.kind };
  const { statusCode, headers } = result.response;
  const [retryAfter = null] = [headers["retry-after"] ?? null].flat();
  return { kind: "response", statusCode, retryAfter };
}

/** The attempt as it is kept: secret header values masked, the body named by how it is made. */
export function attemptRecord(target: Target, job: Job, sent: Sent, outcome: AttemptOutcome): AttemptRecord {
  const { profile, url, secrets } = target;
  const { request, result, started, ended } = sent;
  const { response, timings } = result;
  const values = secrets.map(({ value }) => value);
  const sentHeaders = request?.headers ?? [];
  const headers = maskHeaders(profile, sentHeaders, values);
  const hidden = sentHeaders.flatMap(([, value], at) => (headers[at]?.[1] === value ? [] : [value]));
  const masked = (text: string | null) => text && maskSecrets(text, [...values, ...hidden]);
  return {
    trigger: job.trigger,
    started,
    duration: timings?.total ?? ended - started,
    timings: timings && JSON.stringify(timings),
    outcome,
    status_code: response?.statusCode ?? null,
    error: errorOf(result, outcome, profile),
    url,
    request_headers: JSON.stringify(headers),
    body_format: `${profile.body} ${profile.dates}`,
    response_headers: masked(response && JSON.stringify(response.headers)),
    response_body: masked(response?.body ?? null),
    response_truncated: response?.truncated ?? null,
    remote_address: result.remoteAddress,
  };
}

function errorOf(
  result: ExchangeResult,
  outcome: AttemptOutcome,
  { success, disable }: Profile,
): string | null {
  if (result.kind !== "response") return result.error;
  const { statusCode } = result.response;
  if (outcome === "success") return null;
  if (outcome === "redirect")
    return `The receiver answered ${statusCode}, a redirect, and redirects are never followed.`;
  if (statusCode === 410 && disable.on_410)
    return "The receiver answered 410: it is gone for good, so nothing more is sent and its webhook is disabled.";
  const wanted = success === "2xx" ? "a status from 200 to 299" : `status ${success.join(" or ")}`;
  return `The receiver answered ${statusCode}; ${wanted} counts as delivered.`;
}

import type { Clock } from "../clock.ts";
import type { Exchange, ExchangeResult } from "../egress/exchange.ts";
import type { Job } from "../outbox/job.ts";
import type { Target } from "../outbox/targets.ts";
import type { WireRequest } from "../wire/render.ts";
import { isSuccess } from "../wire/verdict.ts";
import { composeRequest } from "./compose.ts";

export type Send = (exchange: Exchange, signal?: AbortSignal) => Promise<ExchangeResult>;

export type SendDeps = {
  clock: Clock;
  send: Send;
  userAgent: string;
  /** Lets http URLs pass where the profile asks for https. */
  allowHttp: boolean;
};

/** One request that was made and what came of it; `request` null when none could be made, moments in epoch ms. */
export type Sent = { request: WireRequest | null; result: ExchangeResult; started: number; ended: number };

/** `accepted` is called as soon as the receiver has responded with a success; the rest of its response is read after that. */
type Watching = { signal?: AbortSignal; accepted?(): void };

/** Renders, signs and sends a delivery's next request. What goes wrong is in the result. */
export async function sendRequest(
  deps: SendDeps,
  target: Target,
  job: Job,
  { signal, accepted }: Watching = {},
): Promise<Sent> {
  const started = deps.clock.now();
  const composed = composeRequest(target, job, started, deps.userAgent);
  const onSuccess = (statusCode: number) => {
    if (!isSuccess(target.profile, statusCode)) return false;
    accepted?.();
    return true;
  };
  const result = composed.ok
    ? await deps.send({ ...exchangeOf(target, composed.request, deps.allowHttp), onSuccess }, signal)
    : unsendable(composed.reason);
  return { request: composed.ok ? composed.request : null, result, started, ended: deps.clock.now() };
}

function exchangeOf({ url, profile }: Target, { headers, body }: WireRequest, allowHttp: boolean): Exchange {
  const timeoutMs = profile.timeout_seconds * 1000;
  return { method: "POST", url, headers, body, timeoutMs, requireHttps: profile.require_https && !allowHttp };
}

const unsendable = (error: string): ExchangeResult => ({
  kind: "blocked",
  error,
  response: null,
  timings: null,
  remoteAddress: null,
});

import type { Profile } from "./profile.ts";
import { parseRetryAfter } from "./retry-after.ts";

export const attemptOutcomes = [
  "success",
  "http_error",
  "redirect",
  "timeout",
  "dns_error",
  "connection_error",
  "tls_error",
  "blocked",
  "response_too_large",
  "invalid_response",
  "interrupted",
] as const;

export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** How an exchange ended: with a status, or why there is none. */
export type Reply =
  | { kind: "response"; statusCode: number; retryAfter: string | null }
  | { kind: Exclude<AttemptOutcome, "success" | "http_error" | "redirect"> };

/** What becomes of the delivery; `delayMs` is whole milliseconds from now. */
export type Verdict = { state: "succeeded" } | { state: "retry"; delayMs: number } | { state: "failed" };

const LONGEST_RETRY_AFTER_MS = 3_600_000;
const GONE = 410;

/** The attempt's outcome by the profile's rule; a 3xx is a redirect under any rule. */
export function outcomeOf(profile: Pick<Profile, "success">, reply: Reply): AttemptOutcome {
  if (reply.kind !== "response") return reply.kind;
  if (Math.floor(reply.statusCode / 100) === 3) return "redirect";
  return isSuccess(profile, reply.statusCode) ? "success" : "http_error";
}

/** Whether a status that is no redirect counts as delivered. */
export function isSuccess({ success }: Pick<Profile, "success">, statusCode: number): boolean {
  return success === "2xx" ? Math.floor(statusCode / 100) === 2 : success.includes(statusCode);
}

/**
 * What follows from an attempt. `scheduledAttempts` counts the schedule's attempts made so far, this one included
 * (from 1; manual ones do not count). `random` gives [0, 1). A 410 that disables the webhook also fails the delivery
 * at once: nothing would be sent any more. Source: RFC 9110, 10.2.3 for Retry-After.
 */
export function verdict(
  profile: Profile,
  reply: Reply,
  scheduledAttempts: number,
  now: number,
  random: () => number,
): Verdict & { disable: "gone" | null } {
  if (outcomeOf(profile, reply) === "success") return { state: "succeeded", disable: null };
  const gone = reply.kind === "response" && reply.statusCode === GONE;
  if (gone && profile.disable.on_410) return { state: "failed", disable: "gone" };
  const delay = profile.retry.delays_seconds[scheduledAttempts - 1];
  if (delay === undefined) return { state: "failed", disable: null };
  return { state: "retry", delayMs: retryDelay(profile, delay * 1000, reply, now, random), disable: null };
}

/** Jitter may lengthen what Retry-After asks for but never cuts it below the schedule or the receiver's wish. */
function retryDelay(profile: Profile, scheduledMs: number, reply: Reply, now: number, random: () => number) {
  const { jitter, honour_retry_after } = profile.retry;
  const jittered = Math.round(scheduledMs * (1 + jitter * (2 * random() - 1)));
  const asked =
    reply.kind === "response" && honour_retry_after ? parseRetryAfter(reply.retryAfter, now) : null;
  if (asked === null) return jittered;
  const most = Math.max(2 * scheduledMs, LONGEST_RETRY_AFTER_MS);
  return Math.round(Math.max(jittered, scheduledMs, Math.min(asked, most)));
}

import type { Profile } from "./profile.ts";

/** A webhook's counters as the database keeps them; moments in epoch milliseconds. A success clears the first two. */
export type Health = {
  /** Failed attempts since the last success. */
  consecutiveFailures: number;
  /** When the first of those failed. */
  failingSince: number | null;
  lastSuccess: number | null;
  lastFailure: number | null;
};

export type HealthState = "idle" | "healthy" | "warning" | "failing";
export type DisableReason = "consecutive_failures" | "failing_too_long";

/** Time alone disables nobody: a webhook with fewer failures than this is quiet rather than broken. */
const FEWEST_FAILURES = 5;
const HOUR_MS = 3_600_000;
const NOTICES = [100, 90, 50] as const;

/** The `failing` state begins at this many times the profile's warning. */
const FAILING_FACTOR = 2;

/**
 * `idle` before any attempt, `warning` from the profile's number of failures in a row, `failing` from twice that
 * number, else `healthy`: a single failure that its retry mends is no news.
 */
export function healthState(profile: Profile, health: Health): HealthState {
  if (health.lastSuccess === null && health.lastFailure === null) return "idle";
  const warnings = health.consecutiveFailures / profile.warn_after_consecutive_failures;
  if (warnings >= FAILING_FACTOR) return "failing";
  return warnings >= 1 ? "warning" : "healthy";
}

/** Why the webhook must now be disabled, or null. Source: seed 001 for the count. */
export function disableReason(profile: Profile, health: Health, now: number): DisableReason | null {
  if (countShare(profile, health) >= 1) return "consecutive_failures";
  return timeShare(profile, health, now) >= 1 ? "failing_too_long" : null;
}

/** The highest of 50, 90 and 100 % that the nearer limit has reached, or 0; each is to be told about once. */
export function limitNotice(profile: Profile, health: Health, now: number): 0 | 50 | 90 | 100 {
  const percent = 100 * Math.max(countShare(profile, health), timeShare(profile, health, now));
  return NOTICES.find((notice) => percent >= notice) ?? 0;
}

/** What a run of failures is to be told of by now: as `limitNotice`, 1 from the profile's warning on, else 0. */
export function noticeOf(profile: Profile, health: Health, now: number): 0 | 1 | 50 | 90 | 100 {
  const warned = health.consecutiveFailures >= profile.warn_after_consecutive_failures;
  return limitNotice(profile, health, now) || (warned ? 1 : 0);
}

function countShare({ disable }: Profile, health: Health): number {
  const limit = disable.after_consecutive_failures;
  return limit === null ? 0 : health.consecutiveFailures / limit;
}

function timeShare({ disable }: Profile, health: Health, now: number): number {
  const limit = disable.after_failing_hours;
  const counts = health.failingSince !== null && health.consecutiveFailures >= FEWEST_FAILURES;
  return limit === null || !counts ? 0 : (now - (health.failingSince ?? now)) / (limit * HOUR_MS);
}

import { isoOrNull } from "../../http/time.ts";
import type { Profiles } from "../../outbox/profiles.ts";
import { type Health, type HealthState, healthState } from "../../wire/health.ts";
import type { Profile } from "../../wire/profile.ts";
import type { Attention } from "./model.ts";

export type WatchedRow = {
  id: string;
  tenant: string;
  url: string;
  status: string;
  status_reason: string | null;
  profile: string | null;
  tenant_profile: string | null;
  consecutive_failures: number;
  failing_since: number | null;
  last_success_at: number | null;
  last_failure_at: number | null;
};

const MAX_SHOWN = 20;
const HOUR_MS = 3_600_000;

export type Judged = Attention & { needed: boolean; rank: number };

/** What there is to say about one webhook's health, and whether somebody has to look at it. */
export function judge(profiles: Profiles, row: WatchedRow): Judged {
  const profile = profiles.of(row.profile, row.tenant_profile);
  const health = healthOf(row);
  const state = healthState(profile, health);
  const rank = rankOf(row, state);
  return { ...present(row, profile, health, state), needed: rank > 0, rank };
}

/** Those that somebody has to look at, the worst first. */
export function worst(judged: Judged[]): Attention[] {
  const sorted = judged
    .filter(({ needed }) => needed)
    .sort((a, b) => b.rank - a.rank || b.consecutive_failures - a.consecutive_failures);
  return sorted.slice(0, MAX_SHOWN).map(({ needed: _, rank: __, ...shown }) => shown);
}

/** What the operator disabled is no news; what Posthorn disabled is the worst. */
function rankOf({ status, status_reason }: WatchedRow, state: HealthState): number {
  if (status === "disabled") return status_reason === "operator" ? 0 : 4;
  if (state === "failing") return 3;
  if (status === "unverified") return 2;
  return state === "warning" ? 1 : 0;
}

function present(row: WatchedRow, profile: Profile, health: Health, state: HealthState): Attention {
  const { id, tenant, url, status, status_reason } = row;
  const { after_consecutive_failures: limit, after_failing_hours: hours } = profile.disable;
  const { consecutiveFailures, failingSince, lastFailure } = health;
  const counts = status !== "disabled";
  const ends = counts && hours !== null && failingSince !== null ? failingSince + hours * HOUR_MS : null;
  return {
    ...{ webhook: id, tenant, url, status, status_reason, state },
    consecutive_failures: consecutiveFailures,
    failing_since: isoOrNull(failingSince),
    last_failure: isoOrNull(lastFailure),
    failures_left: counts && limit !== null ? Math.max(0, limit - consecutiveFailures) : null,
    disabled_at_estimate: isoOrNull(ends),
  };
}

function healthOf(row: WatchedRow): Health {
  return {
    consecutiveFailures: row.consecutive_failures,
    failingSince: row.failing_since,
    lastSuccess: row.last_success_at,
    lastFailure: row.last_failure_at,
  };
}

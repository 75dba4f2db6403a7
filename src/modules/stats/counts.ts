import { type Histogram, percentile } from "../../outbox/stats/scale.ts";
import type { AttemptOutcome } from "../../wire/verdict.ts";

/** Attempts of one outcome and latency, as they are stored. */
export type CountRow = { outcome: AttemptOutcome; latency: number; count: number };

export type Counted = {
  attempts: number;
  succeeded: number;
  failed: number;
  by_outcome: Record<string, number>;
  latency_ms: { p50: number; p95: number; p99: number } | null;
};

/** Outcomes whose time is the receiver's; the others say how soon a connection failed or was cut off. */
const timed = new Set<AttemptOutcome>([
  "success",
  "http_error",
  "redirect",
  "timeout",
  "response_too_large",
  "invalid_response",
]);

export function countUp(rows: readonly CountRow[]): Counted {
  const byOutcome: Record<string, number> = {};
  const histogram: Histogram = new Map();
  for (const { outcome, latency, count } of rows) {
    byOutcome[outcome] = (byOutcome[outcome] ?? 0) + count;
    if (timed.has(outcome)) histogram.set(latency, (histogram.get(latency) ?? 0) + count);
  }
  const attempts = rows.reduce((sum, { count }) => sum + count, 0);
  const { success = 0, interrupted = 0 } = byOutcome;
  return {
    attempts,
    succeeded: success,
    failed: attempts - success - interrupted,
    by_outcome: byOutcome,
    latency_ms: percentiles(histogram),
  };
}

function percentiles(histogram: Histogram): Counted["latency_ms"] {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(histogram, share));
  return p50 == null || p95 == null || p99 == null ? null : { p50, p95, p99 };
}

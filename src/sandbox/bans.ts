import type { Clock } from "../clock.ts";
import type { Job } from "./job.ts";
import { MAX_BANNED } from "./limits.ts";
import { Lru } from "./lru.ts";

/**
 * Remembers in memory what overran, so that one bad filter does not slow down every event. For each owner apart: what one of them
 * makes slow with its own input may be another's good filter.
 */
export class Bans {
  private readonly entries = new Lru<string, { until: number; error: string }>(MAX_BANNED);

  constructor(
    private readonly clock: Clock,
    private readonly durationMs: number,
  ) {}

  add(owner: string, job: Job, why: string): void {
    const key = keyOf(owner, job);
    if (key === null) return;
    const error = `${why} and is not tried again for ${this.durationMs / 1000} s`;
    this.entries.set(key, { until: this.clock.now() + this.durationMs, error });
  }

  /** Why `job` of `owner` is not tried at present, or null. */
  reason(owner: string, job: Job): string | null {
    const key = keyOf(owner, job);
    const ban = key === null ? undefined : this.entries.get(key);
    return ban && this.clock.now() < ban.until ? ban.error : null;
  }
}

const keyOf = (owner: string, job: Job) => ("text" in job ? `${owner}:${job.library}:${job.text}` : null);

import type { Clock } from "../clock.ts";
import type { Job } from "./job.ts";
import { MAX_BANNED, MAX_BANNED_INPUTS } from "./limits.ts";
import { Lru } from "./lru.ts";

/** `input` is the hash of what it ran on; null bans the schema or filter whatever it runs on. */
type Ban = { input: number | bigint | null; until: number; error: string };

/**
 * Remembers in memory what overran, so that one bad filter does not slow down every event. A schema or filter is banned with the
 * input that was too much for it, and with every input once several were. For each owner apart: what one of them makes slow with its
 * own input may be another's good filter.
 */
export class Bans {
  private readonly entries = new Lru<string, Ban[]>(MAX_BANNED);

  constructor(
    private readonly clock: Clock,
    private readonly durationMs: number,
  ) {}

  add(owner: string, job: Job, why: string): void {
    const key = keyOf(owner, job);
    if (key === null) return;
    const error = `${why} and is not tried again for ${this.durationMs / 1000} s`;
    const ban = { input: hashOf(job), until: this.clock.now() + this.durationMs, error };
    const bans = [...this.live(key).filter(({ input }) => input !== ban.input), ban];
    this.entries.set(key, bans.length < MAX_BANNED_INPUTS ? bans : [{ ...ban, input: null }]);
  }

  /** Why `job` of `owner` is not tried at present, or null. */
  reason(owner: string, job: Job): string | null {
    const key = keyOf(owner, job);
    const bans = key === null ? [] : this.live(key);
    if (bans.length === 0) return null;
    const hash = hashOf(job);
    return bans.find(({ input }) => input === null || input === hash)?.error ?? null;
  }

  private live(key: string): Ban[] {
    const now = this.clock.now();
    return (this.entries.get(key) ?? []).filter(({ until }) => now < until);
  }
}

const keyOf = (owner: string, job: Job) => ("text" in job ? `${owner}:${job.library}:${job.text}` : null);

const hashOf = (job: Job) => (job.kind === "run" ? Bun.hash(job.input) : null);

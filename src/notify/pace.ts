const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;
const LONGEST_BACKOFF_MS = 60 * MINUTE_MS;

type State = { pause: number; notBefore: number; failures: number };

/**
 * When somebody may be sent mail again: a minute after the last, and for as long as more keeps coming twice as long each time, up
 * to a quarter of an hour; after a failure a minute later, then twice that, up to an hour. Kept in memory: a restart tries at once.
 */
export class Pace {
  private readonly states = new Map<string, State>();

  /** The moment (epoch ms) before which nothing is sent to `whom`. */
  notBefore = (whom: string): number => this.states.get(whom)?.notBefore ?? 0;

  sent(whom: string, now: number): void {
    const { pause, notBefore } = this.of(whom);
    // What waited for the end of the last pause went out as it ended: it keeps coming.
    const keepsComing = now < notBefore + MINUTE_MS;
    const next = keepsComing ? Math.min(2 * pause, LONGEST_PAUSE_MS) : MINUTE_MS;
    this.states.set(whom, { pause: next, notBefore: now + next, failures: 0 });
  }

  /** Answers when it may be tried again (epoch ms). */
  failed(whom: string, now: number): number {
    const { pause, failures } = this.of(whom);
    const notBefore = now + Math.min(MINUTE_MS * 2 ** failures, LONGEST_BACKOFF_MS);
    this.states.set(whom, { pause, notBefore, failures: failures + 1 });
    return notBefore;
  }

  /** It works: what failed before counts no more. */
  works = (whom: string): boolean => this.states.delete(whom);

  private of(whom: string): State {
    return this.states.get(whom) ?? { pause: MINUTE_MS, notBefore: Number.NEGATIVE_INFINITY, failures: 0 };
  }
}

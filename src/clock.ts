/** Time as the application sees it. Every moment is in epoch milliseconds. */
export interface Clock {
  /** The present moment in epoch milliseconds. */
  now(): number;
  /** Calls `run` once, `delayMs` from now (at once when negative); the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** setTimeout fires at once beyond this delay, so longer waits are cut; whoever wakes early looks at the clock again. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(delayMs, 0), LONGEST_TIMEOUT_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

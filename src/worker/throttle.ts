/** A token bucket: `perSecond` attempts a second on average, at most one second's worth (at least one) at once. */
export class Throttle {
  private tokens: number;
  private filledAt: number;

  constructor(
    readonly perSecond: number,
    now: number,
  ) {
    this.tokens = this.capacity;
    this.filledAt = now;
  }

  /** Takes a token and returns 0, or returns the milliseconds until there is one. */
  take(now: number): number {
    this.tokens = Math.min(this.capacity, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
    // Refilling by fractions leaves a hair under a whole token, which must not cost another wait.
    if (this.tokens < 1 - 1e-6) return Math.ceil(((1 - this.tokens) / this.perSecond) * 1000);
    this.tokens -= 1;
    return 0;
  }

  private get capacity(): number {
    return Math.max(1, this.perSecond);
  }
}

/** So many callers are told apart; beyond them the ones known longest are forgotten. */
const MAX_CALLERS = 10_000;

type Stretch = { ends: number; count: number };

/** At most `limit` calls of each caller in a stretch of `windowMs`, which its first call begins. */
export class RateLimit {
  private readonly stretches = new Map<string, Stretch>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Counts a call at `now`. Answers 0 when it is within the limit, else in how many milliseconds the next one is. */
  take(caller: string, now: number, limit = this.limit): number {
    const known = this.stretches.get(caller);
    const stretch = known && known.ends > now ? known : { ends: now + this.windowMs, count: 0 };
    if (stretch !== known) this.begin(caller, stretch);
    stretch.count += 1;
    return stretch.count > limit ? stretch.ends - now : 0;
  }

  private begin(caller: string, stretch: Stretch): void {
    this.stretches.delete(caller);
    this.stretches.set(caller, stretch);
    const [oldest] = this.stretches.keys();
    if (this.stretches.size > MAX_CALLERS && oldest !== undefined) this.stretches.delete(oldest);
  }
}

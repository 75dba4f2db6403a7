/** Time is counted in turns of this many milliseconds, so that a machine that stood still for a while is no overrun. */
const TICK_MS = 25;

/** A deadline that is set again for each call; one interval serves all of them. */
export class Countdown {
  private ticksLeft = 0;
  private ticker: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly over: () => void) {}

  /** Begins anew, with `ms` milliseconds. */
  start(ms: number): void {
    this.ticksLeft = Math.ceil(ms / TICK_MS) + 1;
    this.ticker ??= setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
  }

  private tick(): void {
    this.ticksLeft -= 1;
    if (this.ticksLeft <= 0) this.over();
  }
}

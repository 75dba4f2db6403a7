/** Time is counted in turns of this many milliseconds, so that a machine that stood still for a while is no overrun. */
const TICK_MS = 25;

/** However little of it was its own, what takes so many times its time is over: it waits for something that does not come. */
const LONGEST = 20;

/** What all threads of this process have computed so far, in milliseconds. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * A deadline that is set again for each call; one interval serves all of them. Only time in which the process computed counts: what
 * others keep the processor from is no overrun.
 */
export class Countdown {
  private left = 0;
  private ticksLeft = 0;
  private before = 0;
  private ticker: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly over: () => void,
    private readonly spent: () => number = computed,
  ) {}

  /** Begins anew, with `ms` milliseconds. */
  start(ms: number): void {
    this.left = ms + TICK_MS;
    this.ticksLeft = LONGEST * Math.ceil(ms / TICK_MS);
    this.before = this.spent();
    this.ticker ??= setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
  }

  private tick(): void {
    const now = this.spent();
    this.left -= Math.min(TICK_MS, now - this.before);
    this.before = now;
    this.ticksLeft -= 1;
    if (this.left <= 0 || this.ticksLeft <= 0) this.over();
  }
}

import type { Clock } from "../../src/clock.ts";

type Timer = { at: number; run: () => void };

/** A clock that stands still until the test moves it; timers fire in the order of their moments. */
export class ManualClock implements Clock {
  private timers = new Set<Timer>();

  constructor(private moment = Date.UTC(2024, 0, 15, 10, 30)) {}

  now = () => this.moment;

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.moment + Math.max(delayMs, 0), run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves the time on by `ms`, firing each timer at its own moment. */
  advance(ms: number): void {
    const end = this.moment + ms;
    for (let next = this.earliest(end); next; next = this.earliest(end)) {
      this.timers.delete(next);
      this.moment = Math.max(this.moment, next.at);
      next.run();
    }
    this.moment = end;
  }

  /** Moments for which a timer is set, soonest first, in epoch milliseconds. */
  get pending(): number[] {
    return [...this.timers].map((timer) => timer.at).sort((a, b) => a - b);
  }

  private earliest(end: number): Timer | undefined {
    return [...this.timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

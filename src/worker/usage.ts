/** What a turn costs besides its time, so that attempts of no time at all take turns too. Milliseconds. */
const TURN_MS = 1;

/** The time for which a webhook or a tenant has held slots, those it holds now included. Milliseconds. */
export class Usage {
  private past = 0;
  /** The moments at which the present slots were taken, summed up. */
  private begun = 0;
  inFlight = 0;

  constructor(private readonly now: () => number) {}

  get used(): number {
    return this.past + this.inFlight * this.now() - this.begun;
  }

  take(at: number): void {
    this.inFlight++;
    this.begun += at;
    this.past += TURN_MS;
  }

  free(at: number, since: number): void {
    this.inFlight--;
    this.begun -= since;
    this.past += at - since;
  }

  /** Who comes back has no claim to the time before. */
  raise(floor: number): void {
    this.past += Math.max(0, floor - this.used);
  }
}

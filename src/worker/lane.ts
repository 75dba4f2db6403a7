import type { Job } from "../outbox/job.ts";
import { Throttle } from "./throttle.ts";
import { Usage } from "./usage.ts";
import type { Pace, Tenant } from "./waiting.ts";

/** How many deliveries of one webhook wait in memory; the rest stays in the database. */
export const LANE_CAPACITY = 256;

/** One webhook's place in memory: what waits, what is under way, and what the database still holds for it. */
export class Lane {
  private readonly fresh: Job[] = [];
  private readonly retries: Job[] = [];
  private throttle: Throttle | null = null;
  /** Room promised to deliveries whose commit is under way. */
  reserved = 0;
  readonly usage: Usage;
  /** Its last attempt was a success. */
  proven = false;
  /** How long an attempt of it holds a slot, the latest counting most; null until one has ended here. Milliseconds. */
  typicalMs: number | null = null;
  /** Slots that it has held for too long already. */
  overdue = 0;
  /** Accepted attempts whose responses are still being read, without a slot. */
  reading = 0;
  /** Where it waits for its turn. */
  place: Pace | null = null;
  /** The database holds more that is due; what is new must queue behind it. */
  behind = false;
  /** The earliest moment at which something is due in the database, if known. Epoch ms. */
  dueAt: number | null = null;
  /** A timer is set for its rate limit's next token. */
  waking = false;
  /** For `dispatch: sweep` profiles: the last sweep; what was due by then may go. Epoch ms. */
  sweptAt = 0;

  private url: string | undefined;

  constructor(
    readonly webhook: string,
    readonly tenant: Tenant,
    now: () => number,
  ) {
    this.usage = new Usage(now);
  }

  get inFlight(): number {
    return this.usage.inFlight;
  }

  get used(): number {
    return this.usage.used;
  }

  /** Another URL is another receiver, of which nothing is known. */
  follow(url: string | undefined): void {
    if (url === this.url || url === undefined) return;
    if (this.url !== undefined) this.proven = false;
    this.url = url;
    this.typicalMs = null;
  }

  /** A slot was held for so long. Milliseconds. */
  took(ms: number): void {
    this.typicalMs = this.typicalMs === null ? ms : this.typicalMs + (ms - this.typicalMs) / 4;
  }

  get queued(): number {
    return this.fresh.length + this.retries.length;
  }

  get isEmpty(): boolean {
    return this.queued === 0 && this.reserved === 0 && this.inFlight === 0;
  }

  get room(): number {
    return Math.max(0, LANE_CAPACITY - this.queued - this.reserved);
  }

  /** When the first lease of what waits here runs out; each queue has its oldest in front. Epoch ms. */
  get leaseUntil(): number {
    return Math.min(this.fresh[0]?.leaseUntil ?? Infinity, this.retries[0]?.leaseUntil ?? Infinity);
  }

  push(job: Job): void {
    const retrying = job.attemptCount > 0 && job.trigger === "schedule";
    (retrying ? this.retries : this.fresh).push(job);
  }

  /** What would go next: first and manual attempts before retries. */
  peek(): { job: Job; retrying: boolean } | null {
    const [first] = this.fresh;
    if (first) return { job: first, retrying: false };
    const [retry] = this.retries;
    return retry ? { job: retry, retrying: true } : null;
  }

  shift(): Job | undefined {
    return this.fresh.shift() ?? this.retries.shift();
  }

  /** Milliseconds until its rate limit lets one more go; 0 takes the token. */
  waitForToken(perSecond: number | null, now: number): number {
    if (perSecond === null) return 0;
    if (this.throttle?.perSecond !== perSecond) this.throttle = new Throttle(perSecond, now);
    return this.throttle.take(now);
  }

  /** Takes out what waits in memory, or just one delivery of it. */
  withdraw(delivery: string | null): Job[] {
    const taken = [...this.fresh, ...this.retries].filter(
      (job) => delivery === null || job.delivery === delivery,
    );
    const gone = new Set(taken);
    for (const queue of [this.fresh, this.retries])
      queue.splice(0, queue.length, ...queue.filter((job) => !gone.has(job)));
    return taken;
  }
}

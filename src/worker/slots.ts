import type { Clock } from "../clock.ts";
import type { Registry } from "../outbox/registry.ts";
import type { Lane } from "./lane.ts";
import type { Pace, Tenant } from "./waiting.ts";

/** The slot of one attempt. */
export type Slot = {
  /** The receiver has accepted: the rest of its response is read without a slot, unless too many are being read so. */
  accepted(): void;
  /** Nothing more is asked of the receiver. Once is enough; more often does no harm. */
  free(): void;
};

type Held = { lane: Lane; since: number; slow: boolean; overdue: boolean };

type SlotsDeps = { clock: Clock; registry: Registry; concurrency: number; webhookConcurrency: number };

/** Who holds a slot for longer than this is slow. */
const SLOW_MS = 1000;
/** Attempts at once to a webhook of which this process does not know yet how long it takes. */
const TRIALS = 2;

/** Who holds how many of the slots, and whether it is quick about it. */
export class Slots {
  /** In the order in which they were taken. */
  private readonly fast = new Set<Held>();
  private reading = 0;
  slowInFlight = 0;
  inFlight = 0;

  constructor(
    private readonly deps: SlotsDeps,
    private readonly freed: (lane: Lane) => void,
  ) {}

  /**
   * Slow is a retry, and a webhook whose last attempt was no success (or that has had none), that takes long, or holds a slot for
   * long now. So is all beyond a first try of one that was not heard of in this process.
   */
  paceOf(lane: Lane): Pace {
    lane.follow(this.deps.registry.webhook(lane.webhook)?.url);
    const isUnknown = lane.typicalMs === null && lane.inFlight >= TRIALS;
    const isSlow = !lane.proven || lane.overdue > 0 || (lane.typicalMs ?? 0) >= SLOW_MS || isUnknown;
    return isSlow || lane.peek()?.retrying ? "slow" : "fast";
  }

  private get half(): number {
    return Math.ceil(this.deps.concurrency / 2);
  }

  get isSlowHalfTaken(): boolean {
    return this.slowInFlight >= this.half;
  }

  hasHalf(tenant: Tenant): boolean {
    return tenant.usage.inFlight >= this.half;
  }

  /** Slow slots are not given back soon, so half of that half stays free for other tenants, where there are any. */
  hasSlowShare(tenant: Tenant): boolean {
    return tenant.slow >= Math.ceil(this.half / 2) && this.deps.registry.hasManyTenants();
  }

  /** Slots that are held for longer than quick ones count as slow from now on. */
  noteOverdue(now: number): void {
    for (const held of this.fast) {
      if (now - held.since < SLOW_MS) return;
      this.noteSlow(held);
    }
  }

  take(lane: Lane, since: number): Slot {
    const held: Held = { lane, since, slow: false, overdue: false };
    const pace = this.paceOf(lane);
    this.inFlight++;
    lane.usage.take(since);
    lane.tenant.usage.take(since);
    if (pace === "slow") this.countSlow(held);
    else this.fast.add(held);
    return this.slotOf(held);
  }

  private slotOf(held: Held): Slot {
    const { lane } = held;
    const { concurrency, webhookConcurrency } = this.deps;
    let state: "held" | "reading" | "free" = "held";
    return {
      accepted: () => {
        if (state !== "held") return;
        if (lane.reading >= webhookConcurrency || this.reading >= concurrency) return this.noteSlow(held);
        state = "reading";
        lane.reading++;
        this.reading++;
        this.giveBack(held);
      },
      free: () => {
        const before = state;
        state = "free";
        if (before === "held") this.giveBack(held);
        if (before !== "reading") return;
        lane.reading--;
        this.reading--;
      },
    };
  }

  private noteSlow(held: Held): void {
    if (!this.fast.delete(held)) return;
    held.overdue = true;
    held.lane.overdue++;
    this.countSlow(held);
  }

  private countSlow(held: Held): void {
    held.slow = true;
    this.slowInFlight++;
    held.lane.tenant.slow++;
  }

  private giveBack(held: Held): void {
    const { lane, since } = held;
    const now = this.deps.clock.now();
    this.inFlight--;
    this.fast.delete(held);
    lane.usage.free(now, since);
    lane.tenant.usage.free(now, since);
    lane.took(now - since);
    if (held.overdue) lane.overdue--;
    if (held.slow) {
      this.slowInFlight--;
      lane.tenant.slow--;
    }
    this.freed(lane);
  }
}

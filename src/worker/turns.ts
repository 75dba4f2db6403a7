import type { Clock } from "../clock.ts";
import type { Job } from "../outbox/job.ts";
import type { Registry } from "../outbox/registry.ts";
import type { Target } from "../outbox/targets.ts";
import type { Lane } from "./lane.ts";

export type TurnsDeps = {
  clock: Clock;
  registry: Registry;
  /** Attempts at once, over all webhooks and for each one. */
  concurrency: number;
  webhookConcurrency: number;
  /** False while nothing may begin, whatever slots are free. */
  isOpen(): boolean;
  /** Makes an attempt. Whoever makes it frees its slot; more than once does no harm. */
  run(lane: Lane, job: Job, target: Target, freeSlot: () => void): void;
  /** Gives back what waits in a lane that may not be attempted now, or no longer with the leases it has. */
  giveBack(lane: Lane): void;
  /** Told when one of a lane's slots is free again. */
  freed(lane: Lane): void;
};

/** The longest timeout of an attempt, and then some: what would not end within its lease is not begun. */
const LEASE_MARGIN_MS = 6 * 60_000;

/**
 * Decides what is attempted next. Webhooks take turns, one attempt each; first attempts go before retries; retries and
 * webhooks that are failing get at most half of the slots, so that dead receivers cannot hold all of them.
 */
export class Turns {
  /** A Set keeps the order in which lanes were added, so removing and adding again is taking turns. */
  private readonly lanes = new Set<Lane>();
  private readonly waitingForSlow = new Set<Lane>();
  private slowInFlight = 0;
  inFlight = 0;

  constructor(private readonly deps: TurnsDeps) {}

  /** Gives a turn to a lane that has something waiting; `next` begins it. */
  add(lane: Lane): void {
    if (lane.queued > 0) this.lanes.add(lane);
  }

  /** Begins as many attempts as there are slots for. */
  next(): void {
    for (const lane of this.lanes) {
      if (this.inFlight >= this.deps.concurrency || !this.deps.isOpen()) return;
      this.lanes.delete(lane);
      if (this.startNext(lane)) this.lanes.add(lane);
    }
  }

  /** False when the lane has nothing that may go now; whatever it waits for puts it back. */
  private startNext(lane: Lane): boolean {
    const { clock, registry, webhookConcurrency } = this.deps;
    const next = lane.peek();
    if (!next || lane.inFlight >= webhookConcurrency) return false;
    const target = registry.webhook(lane.webhook);
    const now = clock.now();
    if (target?.status !== "active" || lane.leaseUntil < now + LEASE_MARGIN_MS) {
      this.deps.giveBack(lane);
      return false;
    }
    const slow = next.retrying || lane.failing;
    if (slow && this.isSlowHalfTaken) {
      this.waitingForSlow.add(lane);
      return false;
    }
    const wait = lane.waitForToken(target.rateLimit, now);
    if (wait > 0) {
      this.wake(lane, wait);
      return false;
    }
    lane.shift();
    this.deps.run(lane, next.job, target, this.takeSlot(lane, slow));
    return true;
  }

  /** One timer a lane: each that fires finds the lane waiting again, and would set another. */
  private wake(lane: Lane, wait: number): void {
    if (lane.waking) return;
    lane.waking = true;
    this.deps.clock.after(wait, () => {
      lane.waking = false;
      this.add(lane);
      this.next();
    });
  }

  private get isSlowHalfTaken(): boolean {
    return this.slowInFlight >= Math.ceil(this.deps.concurrency / 2);
  }

  /** The returned function frees the slot, once however often it is called. */
  private takeSlot(lane: Lane, slow: boolean): () => void {
    this.inFlight++;
    lane.inFlight++;
    if (slow) this.slowInFlight++;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.inFlight--;
      lane.inFlight--;
      if (slow) this.freeSlowSlot();
      this.deps.freed(lane);
      this.add(lane);
      this.next();
    };
  }

  private freeSlowSlot(): void {
    this.slowInFlight--;
    for (const waiting of this.waitingForSlow) this.add(waiting);
    this.waitingForSlow.clear();
  }
}

import type { Clock } from "../clock.ts";
import type { Job } from "../outbox/job.ts";
import type { Registry } from "../outbox/registry.ts";
import type { Target } from "../outbox/targets.ts";
import type { Lane } from "./lane.ts";
import { type Slot, Slots } from "./slots.ts";
import { Tenant, Waiting } from "./waiting.ts";

export type TurnsDeps = {
  clock: Clock;
  registry: Registry;
  /** Attempts at once, over all webhooks and for each one. */
  concurrency: number;
  webhookConcurrency: number;
  /** False while nothing may begin, whatever slots are free. */
  isOpen(): boolean;
  /** Makes an attempt. Whoever makes it frees its slot; more than once does no harm. */
  run(lane: Lane, job: Job, target: Target, slot: Slot): void;
  /** Gives back what waits in a lane that may not be attempted now, or no longer with the leases it has. */
  giveBack(lane: Lane): void;
  /** Told when one of a lane's slots is free again. */
  freed(lane: Lane): void;
};

/** The longest timeout of an attempt, and then some: what would not end within its lease is not begun. */
const LEASE_MARGIN_MS = 6 * 60_000;

/**
 * Decides what is attempted next: of the tenant that has used the least slot time, the webhook that has. First attempts go before
 * retries. What may hold a slot for long gets at most half of the slots, and no tenant more than half while another waits.
 */
export class Turns {
  private readonly tenants = new Map<string, Tenant>();
  private readonly waiting = { fast: new Waiting("fast"), slow: new Waiting("slow") };
  private readonly slots: Slots;
  /** One moment for a whole round of turns. Epoch ms. */
  private moment = 0;
  private floor = 0;
  readonly now = () => this.moment;

  constructor(private readonly deps: TurnsDeps) {
    this.moment = deps.clock.now();
    this.slots = new Slots(deps, (lane) => {
      deps.freed(lane);
      this.add(lane);
      this.next();
    });
  }

  get inFlight(): number {
    return this.slots.inFlight;
  }

  tenant(id: string): Tenant {
    const known = this.tenants.get(id);
    if (known) return known;
    const tenant = new Tenant(this.now);
    this.tenants.set(id, tenant);
    return tenant;
  }

  /** Forgets the tenants that none of these lanes is of. */
  keep(lanes: Iterable<Lane>): void {
    const kept = new Set([...lanes].map(({ tenant }) => tenant));
    for (const [id, tenant] of this.tenants) if (!kept.has(tenant)) this.tenants.delete(id);
  }

  /** Gives a turn to a lane that has something waiting; `next` begins it. */
  add(lane: Lane): void {
    if (lane.queued === 0) return;
    const pace = this.slots.paceOf(lane);
    if (lane.place === pace) return;
    const { tenant } = lane;
    if (tenant.usage.inFlight === 0) tenant.usage.raise(this.floor);
    if (lane.inFlight === 0) lane.usage.raise(tenant.floor);
    this.waiting[pace].add(lane);
  }

  /** Begins as many attempts as there are slots for. */
  next(): void {
    this.moment = this.deps.clock.now();
    this.slots.noteOverdue(this.moment);
    while (this.slots.inFlight < this.deps.concurrency && this.deps.isOpen()) {
      const lane = this.pick();
      if (!lane) return;
      const { place } = lane;
      lane.place = null;
      const isSlower = place === "fast" && this.slots.paceOf(lane) === "slow";
      if (isSlower || this.startNext(lane)) this.add(lane);
    }
  }

  /** The lane whose turn it is, of those that may hold one more slot. */
  private pick(): Lane | undefined {
    const { slots } = this;
    const fast = this.waiting.fast.first();
    const slow = this.firstSlow();
    const best = lessUsed(fast, slow);
    if (!best || !slots.hasHalf(best.tenant)) return best;
    return lessUsed(this.waiting.fast.first(best.tenant), this.firstSlow(best.tenant)) ?? best;
  }

  private firstSlow(except?: Tenant): Lane | undefined {
    if (this.slots.isSlowHalfTaken) return undefined;
    const lane = this.waiting.slow.first(except);
    if (!lane || !this.slots.hasSlowShare(lane.tenant)) return lane;
    const other = this.waiting.slow.first(lane.tenant);
    return other?.tenant === except ? undefined : other;
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
    const wait = lane.waitForToken(target.rateLimit, now);
    if (wait > 0) {
      this.wake(lane, wait);
      return false;
    }
    this.floor = Math.max(this.floor, lane.tenant.used);
    lane.tenant.floor = Math.max(lane.tenant.floor, lane.usage.used);
    const slot = this.slots.take(lane, this.moment);
    lane.shift();
    this.deps.run(lane, next.job, target, slot);
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
}

/** By tenant, then by webhook; the first of the two where they are level. */
function lessUsed(one: Lane | undefined, other: Lane | undefined): Lane | undefined {
  if (!one || !other) return one ?? other;
  if (one.tenant !== other.tenant) return other.tenant.used < one.tenant.used ? other : one;
  return other.used < one.used ? other : one;
}

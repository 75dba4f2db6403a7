import { LeastUsed } from "../least-used.ts";
import type { Lane } from "./lane.ts";
import { Usage } from "./usage.ts";

/** `slow` are those that may hold slots for long: they share half of the slots. */
export type Pace = "fast" | "slow";

/** A tenant's lanes that wait, and what it has used of the slots. */
export class Tenant {
  readonly usage: Usage;
  readonly lanes: Record<Pace, LeastUsed<Lane>> = { fast: new LeastUsed(), slow: new LeastUsed() };
  readonly listed: Record<Pace, boolean> = { fast: false, slow: false };
  /** What a lane that comes back begins with at least. */
  floor = 0;
  /** Slots of the slow half that it holds. */
  slow = 0;

  constructor(now: () => number) {
    this.usage = new Usage(now);
  }

  get used(): number {
    return this.usage.used;
  }
}

/** The lanes of one pace that wait, in the order of slot time used: by tenant first, then by webhook. */
export class Waiting {
  private readonly tenants = new LeastUsed<Tenant>();

  constructor(private readonly pace: Pace) {}

  add(lane: Lane): void {
    const { tenant } = lane;
    lane.place = this.pace;
    tenant.lanes[this.pace].add(lane);
    if (tenant.listed[this.pace]) return;
    tenant.listed[this.pace] = true;
    this.tenants.add(tenant);
  }

  /** The lane whose turn it is, of any tenant or of any but one. */
  first(except?: Tenant): Lane | undefined {
    const tenant = this.firstTenant();
    if (tenant === undefined || tenant !== except) return tenant && this.firstOf(tenant);
    this.tenants.removeFirst();
    const other = this.firstTenant();
    this.tenants.add(tenant);
    return other && this.firstOf(other);
  }

  /** Drops tenants that have nothing waiting any more. */
  private firstTenant(): Tenant | undefined {
    for (;;) {
      const tenant = this.tenants.first();
      if (tenant === undefined || this.firstOf(tenant)) return tenant;
      tenant.listed[this.pace] = false;
      this.tenants.removeFirst();
    }
  }

  /** Drops lanes that were taken, or wait at the other pace now. */
  private firstOf(tenant: Tenant): Lane | undefined {
    const lanes = tenant.lanes[this.pace];
    for (;;) {
      const lane = lanes.first();
      if (lane === undefined || lane.place === this.pace) return lane;
      lanes.removeFirst();
    }
  }
}

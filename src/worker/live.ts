import type { Clock } from "../clock.ts";
import type { Store } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { type Finished, finishedAfter, lastFinished } from "../outbox/finished.ts";

/** Somebody who follows the attempts. It is told of each one, in the order in which they were written down. */
export type Follower = {
  /** From the place `at` on; `missed` says that there was more than it is told of since the place it asked for. */
  begin(at: number, missed: boolean): void;
  attempt(finished: Finished): void;
  /** Nothing came for a while; `at` is the place up to which all has been told. */
  beat(at: number): void;
  /** Whether it may still be told: what let it in may have been withdrawn. Asked at each beat. */
  mayStay(): Promise<boolean>;
  /** Whether it can take more; until it can, it is left behind and caught up with from the table. */
  hasRoom(): boolean;
  /** It is over: told of nothing any more, because it has had no room for too long or for no fault of its own. */
  end(why: "slow" | "over"): void;
};

export type LiveDeps = { store: Store; clock: Clock; log: Logger };

const MAX_FOLLOWERS = 100;
/** Places that tenants leave to who operates. */
const OPERATORS = 20;
/** No tenant takes the places of the operators and of all others. */
const MAX_OF_A_TENANT = 20;
/** How long a new attempt may go unnoticed, in milliseconds. */
const LOOK_EVERY_MS = 500;
const BEAT_EVERY_MS = 15_000;
/** What is told to all of them before anybody can have read any of it. */
const PORTION = 100;
/** However fast attempts come, beats and ends are seen to in between. */
const PORTIONS_A_LOOK = 100;
/** Who comes back is told of so many attempts that it missed. */
const MAX_MISSED = 1000;
/** How long anybody follows: who comes back shows its key anew, which may have been withdrawn meanwhile. */
const LONGEST_MS = 600_000;

/** Null is bound to no tenant. */
type Place = { tenant: string | null };
type Following = Place & { follower: Follower; at: number; beatAt: number; until: number };

/**
 * The attempts as they are written down, by this process or any other: read from the table in the order of their places, so
 * that nothing is told twice or left out. While nobody follows, nothing is read.
 */
export class Live {
  private readonly all = new Set<Following>();
  private readonly joining = new Set<Place>();
  private stopped = false;
  private waiting: (() => void) | undefined;

  constructor(private readonly deps: LiveDeps) {}

  /**
   * Follows what comes after the place `after`, or from now on when that is null; `tenant` is whom the follower is bound to, or
   * null. The returned function ends it; null when too many follow already, or too many of the tenant. Throws StoreError.
   */
  async follow(
    follower: Follower,
    after: number | null,
    tenant: string | null,
  ): Promise<(() => void) | null> {
    if (this.stopped || this.isFull(tenant)) return null;
    const place = { tenant };
    this.joining.add(place);
    const last = await lastFinished(this.deps.store).finally(() => this.joining.delete(place));
    if (this.stopped) return null;
    const at = after === null ? last : Math.min(last, Math.max(after, last - MAX_MISSED));
    const now = this.deps.clock.now();
    const following = { tenant, follower, at, beatAt: now + BEAT_EVERY_MS, until: now + LONGEST_MS };
    follower.begin(at, after !== null && after < at);
    this.all.add(following);
    this.waitToLook();
    return () => void this.all.delete(following);
  }

  get followers(): number {
    return this.all.size;
  }

  private isFull(tenant: string | null): boolean {
    const taken: Place[] = [...this.all, ...this.joining];
    if (tenant === null) return taken.length >= MAX_FOLLOWERS;
    const byTenant = Map.groupBy(
      taken.filter((one) => one.tenant !== null),
      (one) => one.tenant,
    );
    const own = byTenant.get(tenant)?.length ?? 0;
    if (own >= MAX_OF_A_TENANT || taken.length >= MAX_FOLLOWERS) return true;
    const ofTenants = [...byTenant.values()].reduce((sum, { length }) => sum + length, 0);
    return ofTenants >= MAX_FOLLOWERS - OPERATORS && !this.makeRoom(own);
  }

  /** Ends the oldest stream of the tenant that has most of them, where that leaves it with no fewer than who asks will have. */
  private makeRoom(own: number): boolean {
    const byTenant = Map.groupBy(
      [...this.all].filter((one) => one.tenant !== null),
      (one) => one.tenant,
    );
    const [most = []] = [...byTenant.values()].sort((a, b) => b.length - a.length);
    const [oldest] = most;
    if (oldest === undefined || most.length - 1 < own + 1) return false;
    this.end(oldest, "over");
    return true;
  }

  /** Ends all of them. */
  stop(): void {
    this.stopped = true;
    this.waiting?.();
    for (const following of this.all) this.end(following, "over");
  }

  private waitToLook(): void {
    if (this.waiting || this.all.size === 0 || this.stopped) return;
    this.waiting = this.deps.clock.after(LOOK_EVERY_MS, () => void this.look());
  }

  /** One round. `waiting` stays set meanwhile, so that no second one begins. */
  private async look(): Promise<void> {
    try {
      for (let left = PORTIONS_A_LOOK; left > 0 && this.all.size > 0; left--)
        if ((await this.tellPortion()) < PORTION) break;
    } catch (error) {
      if (!this.stopped) this.deps.log.warn("attempts could not be followed; trying again", { error });
    }
    this.beatAll();
    this.waiting = undefined;
    this.waitToLook();
  }

  /** From where the last of those is who have room. Who joins meanwhile waits for the next portion. */
  private async tellPortion(): Promise<number> {
    const ready = [...this.all].filter(({ follower }) => follower.hasRoom());
    if (ready.length === 0) return 0;
    const from = Math.min(...ready.map(({ at }) => at));
    const found = await finishedAfter(this.deps.store, from, PORTION);
    if (found.length === 0) await this.stepBack(from);
    for (const finished of found) for (const following of ready) tell(following, finished);
    return found.length;
  }

  /** When the newest attempts were deleted, the next ones get their places. */
  private async stepBack(from: number): Promise<void> {
    const last = await lastFinished(this.deps.store);
    if (last < from) for (const following of this.all) following.at = Math.min(following.at, last);
  }

  private beatAll(): void {
    const now = this.deps.clock.now();
    for (const following of this.all) {
      if (now >= following.until) this.end(following, "over");
      else if (now >= following.beatAt) void this.beat(following, now);
    }
  }

  /** A database that does not answer ends nobody; it tells nothing either. */
  private async beat(following: Following, now: number): Promise<void> {
    const { follower } = following;
    following.beatAt = now + BEAT_EVERY_MS;
    if (!follower.hasRoom()) return this.end(following, "slow");
    const stays = await follower.mayStay().catch(() => true);
    if (!this.all.has(following)) return;
    if (stays) follower.beat(following.at);
    else this.end(following, "over");
  }

  private end(following: Following, why: "slow" | "over"): void {
    this.all.delete(following);
    following.follower.end(why);
  }
}

function tell(following: Following, finished: Finished): void {
  if (finished.seq <= following.at) return;
  following.at = finished.seq;
  following.follower.attempt(finished);
}

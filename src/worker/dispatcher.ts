import type { Clock } from "../clock.ts";
import type { Store } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { type Handoff, type Job, sizeOf } from "../outbox/job.ts";
import type { Registry } from "../outbox/registry.ts";
import { release } from "../outbox/release.ts";
import type { Target } from "../outbox/targets.ts";
import { type Claimer, createClaimer } from "./claimer.ts";
import { Lane } from "./lane.ts";
import type { Slot } from "./slots.ts";
import { Turns } from "./turns.ts";

export type DispatcherDeps = {
  store: Store;
  registry: Registry;
  clock: Clock;
  log: Logger;
  /** False where another process delivers: then nothing is ever reserved or claimed here. */
  delivers: boolean;
  /** Names this boot of this node as owner of leases. */
  lease: string;
  /** Attempts at once, over all webhooks and for each one. */
  concurrency: number;
  webhookConcurrency: number;
  /** Event data that may be held in memory, in UTF-16 units; beyond it nothing more is taken from the database. */
  maxHeld: number;
  /**
   * Makes one attempt and records it; never throws for anything the receiver does. It frees its slot between the two when it
   * succeeded, for a slot is the receiver's time and not the database's.
   */
  attempt(job: Job, target: Target, signal: AbortSignal, slot: Slot): Promise<Attempted>;
};

/** What the next attempt depends on: what this one says of the receiver, if anything, and when the delivery is due again (epoch ms). */
export type Attempted = { success: boolean | null; dueAt: number | null };

/** A lease outlasts any wait in memory plus the longest timeout; what would not start in time is given back. */
export const LEASE_MS = 15 * 60_000;
/** Attempts that are under way or answered and not yet written down. */
const MAX_UNFINISHED = 4096;

/**
 * Holds in memory what is to be attempted: grants room to new deliveries before their commit, has the claimer bring what
 * waits in the database, gives back what will not be attempted here. `Turns` decides what goes next.
 */
export class Dispatcher implements Handoff {
  private readonly lanes = new Map<string, Lane>();
  private readonly turns: Turns;
  private readonly claimer: Claimer;
  private readonly abort = new AbortController();
  private unfinished = 0;
  /** Event data of what is reserved, waits or is under way, as `sizeOf` counts it. */
  private held = 0;
  private reserved = 0;
  private stopping: boolean;
  private whenIdle: (() => void) | null = null;

  constructor(private readonly deps: DispatcherDeps) {
    this.stopping = !deps.delivers;
    this.claimer = createClaimer(deps, {
      lane: (webhook) => this.lane(webhook),
      lanes: () => this.lanes.values(),
      accept: (jobs) => this.accept(jobs),
      isFull: () => this.held > deps.maxHeld,
      leaseUntil: () => deps.clock.now() + LEASE_MS,
    });
    this.turns = new Turns({
      ...deps,
      isOpen: () => !this.stopping && this.unfinished < MAX_UNFINISHED,
      run: (...turn) => void this.run(...turn),
      giveBack: ({ webhook }) => void this.withdraw(webhook).then(() => this.due(webhook, deps.clock.now())),
      freed: (lane) => this.refill(lane),
    });
  }

  /** Attempts under way, and deliveries waiting in memory. */
  get load(): { inFlight: number; queued: number } {
    let queued = 0;
    for (const lane of this.lanes.values()) queued += lane.queued;
    return { inFlight: this.turns.inFlight, queued };
  }

  reserve(webhook: string, size: number) {
    const lane = this.lane(webhook);
    const target = this.deps.registry.webhook(webhook);
    if (this.stopping || lane.behind || target?.status !== "active" || target.profile.dispatch === "sweep")
      return null;
    if (lane.room === 0 || this.held + size > this.deps.maxHeld) {
      lane.behind = true;
      return null;
    }
    lane.reserved++;
    this.reserved++;
    this.held += size;
    return { lease: this.deps.lease, leaseUntil: this.deps.clock.now() + LEASE_MS };
  }

  forget(webhook: string, size: number): void {
    const lane = this.lane(webhook);
    lane.reserved--;
    this.reserved--;
    this.letGo(size);
    this.refill(lane);
    this.noteIdle();
  }

  start(job: Job): void {
    const lane = this.lane(job.webhook);
    lane.reserved--;
    this.reserved--;
    lane.push(job);
    this.turns.add(lane);
    this.turns.next();
    this.noteIdle();
  }

  due(webhook: string, at: number): void {
    if (!this.stopping) this.claimer.due(this.lane(webhook), at);
  }

  /** A manual retry goes at once, also where the profile otherwise waits for the sweep. */
  retry(webhook: string): void {
    if (!this.stopping) this.claimer.want(this.lane(webhook));
  }

  /** Looks at what the database holds for every webhook: at start, each minute, and each second when others write too. */
  async lookAround(): Promise<void> {
    if (!this.stopping) await this.claimer.lookAround();
  }

  /** The minute sweep: lets go what `dispatch: sweep` webhooks have due by now, and looks around. */
  async sweep(now: number): Promise<void> {
    for (const { id, profile } of this.deps.registry.all())
      if (profile.dispatch === "sweep") this.lane(id).sweptAt = now;
    for (const [webhook, lane] of this.lanes)
      if (lane.isEmpty && !this.deps.registry.webhook(webhook)) this.lanes.delete(webhook);
    this.turns.keep(this.lanes.values());
    await this.lookAround();
  }

  /** Takes back what waits in memory of a webhook, or one delivery: it was paused, disabled, deleted or cancelled. */
  async withdraw(webhook: string, delivery: string | null = null): Promise<void> {
    await this.giveBack(this.lane(webhook).withdraw(delivery));
  }

  /** Starts nothing more, gives back what waits, and ends when the attempts under way have; `interrupt` cuts them short. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.claimer.stop();
    await this.withdrawAll();
    if (!this.isIdle) await new Promise<void>((resolve) => (this.whenIdle = resolve));
    // What was accepted on reserved room meanwhile.
    await this.withdrawAll();
  }

  interrupt(): void {
    this.abort.abort();
  }

  private lane(webhook: string): Lane {
    const known = this.lanes.get(webhook);
    if (known) return known;
    const target = this.deps.registry.webhook(webhook);
    const lane = new Lane(webhook, this.turns.tenant(target?.tenant ?? ""), this.turns.now);
    lane.proven = target?.proven ?? false;
    this.lanes.set(webhook, lane);
    return lane;
  }

  private accept(jobs: Job[]): void {
    for (const job of jobs) {
      const lane = this.lane(job.webhook);
      lane.push(job);
      this.held += sizeOf(job.event);
      this.turns.add(lane);
    }
    this.turns.next();
  }

  private withdrawAll(): Promise<void> {
    return this.giveBack([...this.lanes.values()].flatMap((lane) => lane.withdraw(null)));
  }

  private get isIdle(): boolean {
    return this.unfinished === 0 && this.reserved === 0;
  }

  private noteIdle(): void {
    if (this.stopping && this.isIdle) this.whenIdle?.();
  }

  private async run(lane: Lane, job: Job, target: Target, slot: Slot): Promise<void> {
    this.unfinished++;
    try {
      const { success, dueAt } = await this.deps.attempt(job, target, this.abort.signal, slot);
      lane.proven = success ?? lane.proven;
      if (dueAt !== null) this.due(job.webhook, dueAt);
    } catch (error) {
      this.deps.log.error("an attempt could not be made", { delivery: job.delivery, error });
    }
    this.unfinished--;
    this.letGo(sizeOf(job.event));
    slot.free();
    this.turns.next();
    this.noteIdle();
  }

  /** Claims what the database holds for a lane, now that there may be room. */
  private refill(lane: Lane): void {
    if (lane.behind) this.claimer.refill(lane);
  }

  private letGo(size: number): void {
    this.held -= size;
    if (this.held < this.deps.maxHeld / 2) this.claimer.resume();
  }

  private async giveBack(jobs: Job[]): Promise<void> {
    if (jobs.length === 0) return;
    this.letGo(jobs.reduce((sum, { event }) => sum + sizeOf(event), 0));
    const deliveries = jobs.map(({ delivery }) => delivery);
    try {
      await release(this.deps.store, deliveries, this.deps.lease);
    } catch (error) {
      this.deps.log.warn("leases run out on their own: they could not be released", {
        deliveries: jobs.length,
        error,
      });
    }
  }
}

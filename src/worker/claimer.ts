import type { Clock } from "../clock.ts";
import type { Store } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { claim, type Want } from "../outbox/claim.ts";
import { horizons } from "../outbox/horizon.ts";
import type { Job } from "../outbox/job.ts";
import { load } from "../outbox/load.ts";
import type { Registry } from "../outbox/registry.ts";
import { release } from "../outbox/release.ts";
import type { Target } from "../outbox/targets.ts";
import { createAlarm } from "./alarm.ts";
import { LANE_CAPACITY, type Lane } from "./lane.ts";

/** Webhooks a transaction claims for, and deliveries in all, so that a claim stays a short write. */
const LANES_A_PASS = 32;
const DELIVERIES_A_PASS = 512;
/** Events can be large: so few at once can go beyond the memory bound. */
const DELIVERIES_A_LOAD = 64;
/** After the database could not be asked. */
const RETRY_MS = 1000;

type ClaimerDeps = { store: Store; registry: Registry; clock: Clock; log: Logger; lease: string };

type Lanes = {
  lane(webhook: string): Lane;
  lanes(): Iterable<Lane>;
  accept(jobs: Job[]): void;
  leaseUntil(): number;
  /** No more event data may be held in memory now. */
  isFull(): boolean;
};

export type Claimer = ReturnType<typeof createClaimer>;

/**
 * Brings what waits in the database into memory: at once when it is due and there is room, else by one timer set to the
 * earliest moment known. A precise timer, because a retry after 5 s must not wait for a sweep.
 */
export function createClaimer(deps: ClaimerDeps, lanes: Lanes) {
  const { clock, store, registry } = deps;
  const wanted = new Set<Lane>();
  const alarm = createAlarm(clock, ring);
  let running = false;
  let stopped = false;
  let passing = Promise.resolve();
  let retry: (() => void) | null = null;

  function want(lane: Lane): void {
    wanted.add(lane);
    resume();
  }

  function resume(): void {
    if (wanted.size > 0 && !running && !stopped && !lanes.isFull()) passing = passes();
  }

  async function passes(): Promise<void> {
    running = true;
    try {
      while (wanted.size > 0 && !stopped && !lanes.isFull()) await pass([...wanted].slice(0, LANES_A_PASS));
    } catch (error) {
      lookAgain(error);
    } finally {
      running = false;
    }
  }

  async function pass(some: Lane[]): Promise<void> {
    for (const lane of some) wanted.delete(lane);
    const now = clock.now();
    const share = Math.floor(DELIVERIES_A_PASS / some.length / 2);
    const wants = some.flatMap((lane) => wantsOf(lane, registry.webhook(lane.webhook), now, share));
    if (wants.length > 0) {
      const lease = { lease: deps.lease, leaseUntil: lanes.leaseUntil() };
      const claimed = await claim(store, wants, lease);
      for (const lane of some) lane.behind = false;
      wants.forEach(({ webhook, limit }, i) => {
        if (claimed[i]?.length === limit) lanes.lane(webhook).behind = true;
      });
      await bring(claimed.flat());
    }
    await look(some.map(({ webhook }) => webhook));
  }

  /**
   * Loads what was claimed, portion by portion until memory is full. What is not brought, or was cancelled in between, is given
   * back: it would wait for its lease to run out.
   */
  async function bring(deliveries: string[]): Promise<void> {
    const left = new Set(deliveries);
    try {
      for (let from = 0; from < deliveries.length && !lanes.isFull(); from += DELIVERIES_A_LOAD) {
        const jobs = await load(store, deliveries.slice(from, from + DELIVERIES_A_LOAD));
        for (const { delivery } of jobs) left.delete(delivery);
        lanes.accept(jobs);
      }
    } finally {
      if (left.size > 0) await release(store, [...left], deps.lease).catch(() => undefined);
    }
  }

  /** Notes when the database next has something for these webhooks, or for all. */
  async function look(webhooks: string[] | null): Promise<void> {
    for (const webhook of webhooks ?? []) lanes.lane(webhook).dueAt = null;
    for (const { webhook, dueAt } of await horizons(store, webhooks)) note(lanes.lane(webhook), dueAt);
  }

  function note(lane: Lane, at: number): void {
    const now = clock.now();
    const target = registry.webhook(lane.webhook);
    if (target?.status !== "active") return;
    const swept = target.profile.dispatch === "sweep";
    if (swept ? at <= lane.sweptAt : at <= now) {
      lane.behind = true;
      if (lane.room > 0) want(lane);
    } else if (!swept) {
      lane.dueAt = Math.min(at, lane.dueAt ?? at);
      if (!stopped) alarm.set(lane.dueAt);
    }
  }

  function ring(): void {
    const now = clock.now();
    for (const lane of lanes.lanes()) {
      if (lane.dueAt === null) continue;
      if (lane.dueAt <= now) {
        lane.dueAt = null;
        want(lane);
      } else alarm.set(lane.dueAt);
    }
  }

  async function lookAround(): Promise<void> {
    if (stopped) return;
    try {
      await look(null);
    } catch (error) {
      lookAgain(error);
    }
  }

  function lookAgain(error: unknown): void {
    if (stopped) return;
    deps.log.warn("due deliveries could not be claimed; trying again", { error });
    if (retry) return;
    retry = clock.after(RETRY_MS, () => {
      retry = null;
      void lookAround();
    });
  }

  return {
    lookAround,
    want,
    /** Goes on with what was put off while memory was full. */
    resume,
    due: note,
    /** Claims again once half of a lane's room is free: one claim for many deliveries, not one for each. */
    refill(lane: Lane): void {
      if (lane.room >= LANE_CAPACITY / 2) want(lane);
    },
    /** Resolves when the claim under way has ended. */
    async stop(): Promise<void> {
      stopped = true;
      alarm.cancel();
      retry?.();
      await passing;
    },
  };
}

/** A sweep webhook's deliveries go when the sweep has let them, a manual retry of its own at once. */
function wantsOf(lane: Lane, target: Target | undefined, now: number, share: number): Want[] {
  const { webhook } = lane;
  const limit = Math.min(lane.room, share);
  if (limit === 0 || target?.status !== "active") return [];
  const swept = target.profile.dispatch === "sweep";
  const until = swept ? lane.sweptAt : now;
  const wants = [false, true].map((retries) => ({ webhook, retries, manualOnly: false, until, limit }));
  return swept ? [{ webhook, retries: false, manualOnly: true, until: now, limit }, ...wants] : wants;
}

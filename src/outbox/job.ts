import type { WireEvent } from "../wire/event.ts";
import type { Trigger } from "./states.ts";

/** A delivery that this process holds the lease of, with all that its next attempt needs. Times in epoch ms. */
export type Job = {
  delivery: string;
  webhook: string;
  tenant: string;
  event: WireEvent;
  trigger: Trigger;
  /** Attempts made before this one. */
  attemptCount: number;
  /** Attempts of the schedule made before this one. */
  scheduledCount: number;
  retryRequestedAt: number | null;
  lease: string;
  leaseUntil: number;
};

/**
 * Who delivers, as far as the outbox knows: told before the commit how much room there is, and after it what to do. So
 * a new delivery is born leased and no claim is needed while there is room in memory.
 */
export interface Handoff {
  /** Takes room for one more delivery of `webhook` of about `bytes`; null when it has to wait in the database. */
  reserve(webhook: string, bytes: number): { lease: string; leaseUntil: number } | null;
  /** Gives back room that was reserved for what did not come to be. */
  forget(webhook: string, bytes: number): void;
  /** Delivers a job that has room reserved. */
  start(job: Job): void;
  /** Something of `webhook` is due at `at` in the database, for a claim. */
  due(webhook: string, at: number): void;
}

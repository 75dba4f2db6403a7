import type { WireEvent } from "../wire/event.ts";
import type { Trigger } from "./states.ts";

/** Who has a delivery in hand, and until when (epoch ms). */
export type Lease = { lease: string; leaseUntil: number };

/** A delivery that this process holds the lease of, with all that its next attempt needs. Times in epoch ms. */
export type Job = Lease & {
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
};

/** About how much memory an event holds, in UTF-16 units: what may be large of it. */
export const sizeOf = ({ data, previousAttributes }: Pick<WireEvent, "data" | "previousAttributes">) =>
  data.length + (previousAttributes?.length ?? 0);

/**
 * Who delivers, as far as the outbox knows: told before the commit how much room there is, and after it what to do. So
 * a new delivery is born leased and no claim is needed while there is room in memory.
 */
export interface Handoff {
  /** Takes room for one more delivery of `webhook` whose event is of `size`; null when it has to wait in the database. */
  reserve(webhook: string, size: number): Lease | null;
  /** Gives back room that was reserved for what did not come to be. */
  forget(webhook: string, size: number): void;
  /** Delivers a job that has room reserved. */
  start(job: Job): void;
  /** Something of `webhook` is due at `at` in the database, for a claim. */
  due(webhook: string, at: number): void;
}

import type { Store } from "../db/store.ts";
import { cancelOrphans } from "../outbox/cancel.ts";
import { expireSecrets } from "../outbox/expire-secrets.ts";
import { pruneHappenings } from "../outbox/happening.ts";
import { prune, pruneAuditLog, pruneJobs, pruneWebhooks } from "../outbox/prune.ts";
import type { Registry } from "../outbox/registry.ts";
import { releaseExpired } from "../outbox/release.ts";
import { pruneTypes } from "../outbox/seen-types.ts";
import { forget } from "../outbox/stats/forget.ts";
import { rollUp } from "../outbox/stats/roll-up.ts";
import type { Dispatcher } from "./dispatcher.ts";

export type SweepDeps = { store: Store; registry: Registry; dispatcher: Dispatcher };

const DAY_MS = 86_400_000;

/** For how many days things are kept; 0 is for ever. */
export type Keep = { events: number; audit: number };

/**
 * The minute's round, safety net for whatever a crash or another node left behind, and the clock of `dispatch: sweep`
 * profiles. Returns what it mended.
 */
export async function sweepOnce(
  { store, registry, dispatcher }: SweepDeps,
  now: number,
): Promise<{ released: number; cancelled: number; expired: number }> {
  const released = await releaseExpired(store, now);
  const cancelled = await cancelOrphans(store, now);
  const expired = await expireSecrets(store, registry, now);
  await dispatcher.sweep(now);
  return { released, cancelled, expired };
}

/** How many deleted events make up for one step of giving pages back: they take a page or a few each. */
const EVENTS_A_SHRINK = 60;

/**
 * Deletes what is older than the retention, deleted webhooks and undeclared event types too, and shrinks the file; `days` 0 keeps all. What goes is counted
 * before; the counts are kept for times of their own. Returns how many events went.
 */
export async function pruneOnce(
  { store, registry }: Pick<SweepDeps, "store" | "registry">,
  days: number,
  now: number,
): Promise<number> {
  const before = days === 0 ? 0 : now - days * DAY_MS;
  await rollUp(store, now);
  await forget(store, now, before);
  if (days === 0) return 0;
  const pruned = await prune(store, before);
  await pruneWebhooks(store, before);
  await pruneTypes({ store, registry }, { tenant: null, before });
  for (let left = pruned; left > 0; left -= EVENTS_A_SHRINK) await store.shrink();
  return pruned;
}

/** Deletes what was written down beside events and is older than it is kept. Returns how many rows went. */
export async function pruneRecords(store: Store, { events, audit }: Keep, now: number): Promise<number> {
  const happenings = events === 0 ? 0 : await pruneHappenings(store, now - events * DAY_MS);
  const jobs = events === 0 ? 0 : await pruneJobs(store, now - events * DAY_MS);
  return happenings + jobs + (audit === 0 ? 0 : await pruneAuditLog(store, now - audit * DAY_MS));
}

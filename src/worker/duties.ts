import type { Store } from "../db/store.ts";
import { pruneHappenings } from "../outbox/happening.ts";
import type { Registry } from "../outbox/registry.ts";
import { rollUp } from "../outbox/stats/roll-up.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { JobRunner } from "./jobs.ts";
import type { Duty } from "./scheduler.ts";
import { pruneOnce, sweepOnce } from "./sweep.ts";

export type DutyDeps = {
  store: Store;
  registry: Registry;
  keyring: { load(): Promise<void>; noteUse(): Promise<void> };
  settings: { load(): Promise<void> };
  portalSessions: { prune(now: number): Promise<void> };
  userSessions: { prune(now: number): Promise<void> };
  dispatcher: Dispatcher;
  jobs: Pick<JobRunner, "wake">;
  notifier: { look(): Promise<void> };
  /** Other processes write to the same database. */
  shared: boolean;
  delivers: boolean;
  /** Asked each time, because operators change it; 0 keeps all. */
  retentionDays(): number;
};

const DAY_MS = 86_400_000;

/** What repeats, and when. */
export function duties(deps: DutyDeps): Duty[] {
  const { jobs, notifier } = deps;
  const { store, registry, keyring, settings, portalSessions, dispatcher, shared, delivers, retentionDays } =
    deps;
  const all: (Duty & { when: boolean })[] = [
    { name: "sweep", pattern: "0 * * * * *", when: delivers, run: (now) => sweepOnce(deps, now) },
    { name: "look for jobs", pattern: "10 * * * * *", when: delivers, run: async () => jobs.wake() },
    { name: "note of key use", pattern: "30 * * * * *", when: true, run: () => keyring.noteUse() },
    { name: "statistics", pattern: "*/10 * * * * *", when: delivers, run: (now) => rollUp(store, now) },
    {
      name: "prune",
      pattern: "15 */10 * * * *",
      when: delivers,
      run: (now) => pruneOnce({ store }, retentionDays(), now),
    },
    { name: "notifications", pattern: "50 * * * * *", when: delivers, run: () => notifier.look() },
    {
      name: "prune notifications",
      pattern: "20 */10 * * * *",
      when: delivers,
      run: async (now) => {
        const days = retentionDays();
        return days === 0 ? 0 : pruneHappenings(store, now - days * DAY_MS);
      },
    },
    {
      name: "prune portal sessions",
      pattern: "45 */10 * * * *",
      when: delivers,
      run: (now) => portalSessions.prune(now),
    },
    {
      name: "prune user sessions",
      pattern: "55 */10 * * * *",
      when: delivers,
      run: (now) => deps.userSessions.prune(now),
    },
    {
      name: "look for others' work",
      pattern: "* * * * * *",
      when: shared && delivers,
      run: async () => {
        jobs.wake();
        await dispatcher.lookAround();
      },
    },
    {
      name: "look for others' changes",
      pattern: "*/5 * * * * *",
      when: shared,
      run: () => Promise.all([registry.load(), keyring.load(), settings.load()]),
    },
  ];
  return all.filter(({ when }) => when);
}

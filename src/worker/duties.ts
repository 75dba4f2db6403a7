import type { Store } from "../db/store.ts";
import { forgetChanges } from "../outbox/changes.ts";
import { settleJobs } from "../outbox/jobs/outcome.ts";
import type { Registry } from "../outbox/registry.ts";
import { noteSeenTypes } from "../outbox/seen-types.ts";
import { rollUp } from "../outbox/stats/roll-up.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { JobRunner } from "./jobs.ts";
import type { Duty } from "./scheduler.ts";
import { type Keep, pruneOnce, pruneRecords, sweepOnce } from "./sweep.ts";

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
  /** In days, asked each time, because operators change it; 0 keeps all. */
  keep(): Keep;
};

/** What repeats, and when. */
export function duties(deps: DutyDeps): Duty[] {
  const { jobs, notifier } = deps;
  const { store, registry, keyring, settings, dispatcher, shared, delivers } = deps;
  const all: (Duty & { when: boolean })[] = [
    { name: "sweep", pattern: "0 * * * * *", when: delivers, run: (now) => sweepOnce(deps, now) },
    {
      name: "outcomes of jobs",
      pattern: "25 * * * * *",
      when: delivers,
      run: (now) => settleJobs({ store, query: registry.query }, now),
    },
    { name: "look for jobs", pattern: "10 * * * * *", when: delivers, run: async () => jobs.wake() },
    { name: "note of key use", pattern: "30 * * * * *", when: true, run: () => keyring.noteUse() },
    { name: "note of event types seen", pattern: "35 * * * * *", when: true, run: () => noteSeenTypes(deps) },
    { name: "statistics", pattern: "*/10 * * * * *", when: delivers, run: (now) => rollUp(store, now) },
    {
      name: "prune",
      pattern: "15 */10 * * * *",
      when: delivers,
      run: (now) => pruneAll(deps, now),
    },
    { name: "notifications", pattern: "50 * * * * *", when: delivers, run: () => notifier.look() },
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
      run: () => Promise.all([registry.follow(), keyring.load(), settings.load()]),
    },
  ];
  return all.filter(({ when }) => when);
}

/** Everything that is kept for a time only. */
async function pruneAll(deps: DutyDeps, now: number): Promise<void> {
  const { store, registry, keep, portalSessions, userSessions } = deps;
  await settleJobs({ store, query: registry.query }, now);
  await pruneOnce(deps, keep().events, now);
  await pruneRecords(store, keep(), now);
  await forgetChanges(store);
  await portalSessions.prune(now);
  await userSessions.prune(now);
}

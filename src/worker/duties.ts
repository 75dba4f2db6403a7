import type { Store } from "../db/store.ts";
import type { Registry } from "../outbox/registry.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { Duty } from "./scheduler.ts";
import { pruneOnce, sweepOnce } from "./sweep.ts";

export type DutyDeps = {
  store: Store;
  registry: Registry;
  keyring: { load(): Promise<void>; noteUse(): Promise<void> };
  settings: { load(): Promise<void> };
  dispatcher: Dispatcher;
  /** Other processes write to the same database. */
  shared: boolean;
  delivers: boolean;
  retentionDays: number;
};

/** What repeats, and when. */
export function duties(deps: DutyDeps): Duty[] {
  const { store, registry, keyring, settings, dispatcher, shared, delivers, retentionDays } = deps;
  const all: (Duty & { when: boolean })[] = [
    { name: "sweep", pattern: "0 * * * * *", when: delivers, run: (now) => sweepOnce(deps, now) },
    { name: "note of key use", pattern: "30 * * * * *", when: true, run: () => keyring.noteUse() },
    {
      name: "prune",
      pattern: "15 */10 * * * *",
      when: delivers,
      run: (now) => pruneOnce({ store }, retentionDays, now),
    },
    {
      name: "look for others' work",
      pattern: "* * * * * *",
      when: shared && delivers,
      run: () => dispatcher.lookAround(),
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

import type { Clock } from "../../clock.ts";
import type { Query } from "../../db/query.ts";
import type { Store } from "../../db/store.ts";
import type { Logger } from "../../log.ts";
import type { Registry } from "../../outbox/registry.ts";
import { rollUp } from "../../outbox/stats/roll-up.ts";

export type StatsDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  log: Logger;
  registry: Pick<Registry, "profiles">;
};

/** What somebody waits for is bounded; the duty does the rest. */
const PORTIONS_AT_ONCE = 10;

/** Counts what the duty has not yet. A database that cannot be written can still be asked for what was counted before. */
export async function catchUp({ store, clock, log }: StatsDeps): Promise<void> {
  await rollUp(store, clock.now(), PORTIONS_AT_ONCE).catch((error) =>
    log.warn("the newest attempts could not be counted", { error }),
  );
}

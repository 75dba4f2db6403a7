import { randomBytes } from "node:crypto";
import type { AppDeps } from "./app.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createQuery } from "./db/query.ts";
import type { Store } from "./db/store.ts";
import type { AddressPolicy } from "./egress/addresses.ts";
import type { Sender } from "./egress/send.ts";
import { createIds } from "./ids.ts";
import type { Logger } from "./log.ts";
import { Keyring } from "./modules/api-keys/keyring.ts";
import { Health } from "./modules/system/health.ts";
import { createMetrics } from "./modules/system/metrics.ts";
import { createCommitter } from "./outbox/committer.ts";
import { Registry } from "./outbox/registry.ts";
import { releaseOthers } from "./outbox/release.ts";
import type { Vault } from "./vault.ts";
import { deliver } from "./worker/deliver.ts";
import { Dispatcher } from "./worker/dispatcher.ts";
import { duties } from "./worker/duties.ts";
import { schedule } from "./worker/scheduler.ts";
import { tend } from "./worker/tend.ts";
import { createVerify } from "./worker/verify.ts";

export type NodeDeps = {
  config: Config;
  log: Logger;
  clock: Clock;
  version: string;
  store: Store;
  vault: Vault;
  rootKey: string;
  policy: AddressPolicy;
  sender: Pick<Sender, "send">;
  /** The database is a file of this machine. */
  isLocal: boolean;
  /** [0, 1), for jitter. */
  random?(): number;
};

export type Node = Awaited<ReturnType<typeof createNode>>;

/** Event data that may wait in memory, in UTF-16 units. */
const MAX_HELD = 64 * 1024 * 1024;

/** How many of the largest events a batch's body may be as large as. */
const LARGEST_EVENTS_A_BATCH = 64;

/** Puts one process's parts together: what the API needs, the deliveries, and the duties that repeat. */
export async function createNode(deps: NodeDeps) {
  const { config, log, clock, version, vault, isLocal } = deps;
  const { send } = deps.sender;
  const health = new Health();
  const store = health.watch(deps.store);
  const query = createQuery(store);
  const registry = new Registry(query, vault);
  const keyring = new Keyring({ store, query, clock }, deps.rootKey);
  const committer = createCommitter(store);
  const lease = Bun.randomUUIDv7();
  const userAgent = `Posthorn/${version}`;
  const { allowHttp, concurrency, webhookConcurrency, role, retentionDays, shutdownSeconds } = config;
  const shared = !isLocal || role !== "all";
  const metrics = createMetrics({ store, now: clock.now, load: () => dispatcher.load });
  const withdraw = (webhook: string) => dispatcher.withdraw(webhook);
  const delivering = {
    ...{ committer, clock, log, send, userAgent, allowHttp, random: deps.random ?? Math.random },
    observe: metrics.attempted,
    tend: (...told: Told) => tend({ store, registry, clock, log, withdraw }, ...told),
  };
  const dispatcher: Dispatcher = new Dispatcher({
    ...{ store, registry, clock, log, lease, concurrency, webhookConcurrency },
    delivers: role !== "api",
    maxHeld: MAX_HELD,
    attempt: (...made) => deliver(delivering, ...made),
  });
  const origin = config.baseUrl ? new URL(config.baseUrl).host : "posthorn";
  const challenge = () => randomBytes(24).toString("base64url");
  const verify = createVerify({ store, registry, clock, send, userAgent, allowHttp, origin, challenge });
  await Promise.all([registry.load(), keyring.load()]);
  const timetable = duties({
    store,
    registry,
    keyring,
    dispatcher,
    shared,
    retentionDays,
    delivers: role !== "api",
  });
  let running: { stop(): void } | undefined;

  const appDeps: Omit<AppDeps, "pages"> = {
    ...delivering,
    ...{
      store,
      query,
      registry,
      keyring,
      vault,
      health,
      metrics,
      dispatcher,
      verify,
      version,
      isLocal,
      role,
    },
    ...{ newId: createIds(clock), handoff: dispatcher, policy: deps.policy },
    ...{ maxEventBytes: config.maxEventBytes, maxBodyBytes: LARGEST_EVENTS_A_BATCH * config.maxEventBytes },
    ...{ metricsToken: config.metricsToken, dataDir: config.dataDir, startedAt: clock.now() },
  };

  return {
    appDeps,
    dispatcher,
    /** Takes up what an earlier boot left, and begins to deliver. */
    async start(): Promise<void> {
      if (!shared) {
        const released = await releaseOthers(store, lease);
        if (released > 0) log.info("deliveries of the last run are due again", { deliveries: released });
      }
      await dispatcher.lookAround();
      running = schedule(timetable, log, clock.now);
      health.phase = "ready";
    },
    async stop(): Promise<void> {
      health.phase = "draining";
      running?.stop();
      const cutShort = clock.after(shutdownSeconds * 1000, () => dispatcher.interrupt());
      await dispatcher.stop();
      cutShort();
      await committer.idle();
      // A full disk must not keep the rest from being closed.
      await keyring
        .noteUse()
        .catch((error) => log.warn("the last use of keys could not be noted", { error }));
    },
  };
}

type Told = Parameters<Parameters<typeof deliver>[0]["tend"]>;

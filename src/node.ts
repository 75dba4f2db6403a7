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
import { Settings } from "./modules/settings/settings.ts";
import { Health } from "./modules/system/health.ts";
import { createMetrics } from "./modules/system/metrics.ts";
import { createCommitter } from "./outbox/committer.ts";
import { Registry } from "./outbox/registry.ts";
import { releaseOthers } from "./outbox/release.ts";
import type { Vault } from "./vault.ts";
import { type DeliverDeps, deliver } from "./worker/deliver.ts";
import { Dispatcher } from "./worker/dispatcher.ts";
import { duties } from "./worker/duties.ts";
import { schedule } from "./worker/scheduler.ts";
import type { SendDeps } from "./worker/send.ts";
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

/**
 * Puts one process's parts together: what the API needs, the deliveries, and the duties that repeat. Nothing is delivered
 * before `start`. Throws StoreError.
 */
export async function createNode(deps: NodeDeps) {
  const { config, log, clock, isLocal } = deps;
  const { role, retentionDays, shutdownSeconds } = config;
  const delivers = role !== "api";
  const shared = !isLocal || role !== "all";
  const lease = Bun.randomUUIDv7();
  const parts = createParts(deps, lease, delivers);
  const { store, registry, settings, keyring, committer, dispatcher, health } = parts;
  await Promise.all([registry.load(), settings.load(), keyring.load()]);
  const timetable = duties({
    store,
    registry,
    keyring,
    settings,
    dispatcher,
    shared,
    delivers,
    retentionDays,
  });
  let running: { stop(): void } | undefined;

  return {
    appDeps: appDepsOf(deps, parts),
    dispatcher,
    /** Takes up what an earlier boot left, and begins to deliver. */
    async start(): Promise<void> {
      // Only one process delivers from a local file, by its lock: whatever else is leased there, nobody has in hand.
      if (isLocal && delivers) {
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

type Parts = ReturnType<typeof createParts>;

function createParts(deps: NodeDeps, lease: string, delivers: boolean) {
  const { config, log, clock, vault } = deps;
  const { concurrency, webhookConcurrency } = config;
  const health = new Health();
  const store = health.watch(deps.store);
  const query = createQuery(store);
  const registry = new Registry(query, vault);
  const settings = new Settings(query);
  const keyring = new Keyring({ store, query, clock }, deps.rootKey);
  const committer = createCommitter(store);
  const metrics = createMetrics({ store, now: clock.now, load: () => dispatcher.load });
  const sending: SendDeps = {
    clock,
    send: deps.sender.send,
    userAgent: `Posthorn/${deps.version}`,
    allowHttp: config.allowHttp,
  };
  const withdraw = (webhook: string) => dispatcher.withdraw(webhook);
  const delivering: DeliverDeps = {
    ...sending,
    committer,
    log,
    random: deps.random ?? Math.random,
    observe: metrics.attempted,
    tend: (...result) => tend({ store, registry, clock, log, withdraw }, ...result),
  };
  const dispatcher: Dispatcher = new Dispatcher({
    store,
    registry,
    clock,
    log,
    delivers,
    lease,
    concurrency,
    webhookConcurrency,
    maxHeld: MAX_HELD,
    attempt: (...turn) => deliver(delivering, ...turn),
  });
  const verify = createVerify({
    ...sending,
    store,
    registry,
    origin: config.baseUrl ? new URL(config.baseUrl).host : "posthorn",
    challenge: () => randomBytes(24).toString("base64url"),
  });
  return {
    health,
    store,
    query,
    registry,
    settings,
    keyring,
    committer,
    metrics,
    sending,
    dispatcher,
    verify,
  };
}

/** What the API is given; its pages come with the server. */
function appDepsOf(deps: NodeDeps, { sending, ...parts }: Parts): Omit<AppDeps, "pages"> {
  const { config, log, clock, version, vault, policy, isLocal } = deps;
  return {
    ...parts,
    ...sending,
    log,
    version,
    vault,
    policy,
    isLocal,
    newId: createIds(clock),
    handoff: parts.dispatcher,
    role: config.role,
    baseUrl: config.baseUrl,
    dataDir: config.dataDir,
    metricsToken: config.metricsToken,
    maxEventBytes: config.maxEventBytes,
    maxBodyBytes: LARGEST_EVENTS_A_BATCH * config.maxEventBytes,
    startedAt: clock.now(),
  };
}

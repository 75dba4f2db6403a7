import { randomBytes } from "node:crypto";
import type { AppDeps } from "./app.ts";
import { clientAddressBehind } from "./client-address.ts";
import type { Clock } from "./clock.ts";
import { describeEnvironment } from "./config/show.ts";
import type { Source } from "./config/sources.ts";
import type { Config } from "./config.ts";
import { createQuery } from "./db/query.ts";
import type { Store } from "./db/store.ts";
import type { AddressPolicy } from "./egress/addresses.ts";
import type { Sender } from "./egress/send.ts";
import { createIds } from "./ids.ts";
import type { Logger } from "./log.ts";
import { Keyring } from "./modules/api-keys/keyring.ts";
import { PortalSessions } from "./modules/portal/sessions.ts";
import { UserSessions } from "./modules/session/sessions.ts";
import { SetupLink } from "./modules/session/setup.ts";
import { Settings } from "./modules/settings/settings.ts";
import { Health } from "./modules/system/health.ts";
import { createMetrics } from "./modules/system/metrics.ts";
import { Passwords } from "./modules/users/passwords.ts";
import { createNotifier, type Notifier } from "./notify/notifier.ts";
import { createPost, senderOf } from "./notify/smtp.ts";
import { createCommitter } from "./outbox/committer.ts";
import { watchHappenings } from "./outbox/happening.ts";
import { Registry } from "./outbox/registry.ts";
import { releaseOthers } from "./outbox/release.ts";
import { createSandbox } from "./sandbox/sandbox.ts";
import type { Vault } from "./vault.ts";
import { type DeliverDeps, deliver } from "./worker/deliver.ts";
import { Dispatcher } from "./worker/dispatcher.ts";
import { duties } from "./worker/duties.ts";
import { createJobRunner } from "./worker/jobs.ts";
import { Live } from "./worker/live.ts";
import { schedule } from "./worker/scheduler.ts";
import type { SendDeps } from "./worker/send.ts";
import { tend } from "./worker/tend.ts";
import { createVerify } from "./worker/verify.ts";

export type NodeDeps = {
  config: Config;
  /** Where each setting came from. */
  sources: ReadonlyMap<string, Source>;
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
  const { role, shutdownSeconds } = config;
  const delivers = role !== "api";
  const shared = !isLocal || role !== "all";
  const lease = Bun.randomUUIDv7();
  const parts = createParts(deps, lease, delivers);
  const {
    store,
    registry,
    settings,
    keyring,
    portalSessions,
    userSessions,
    committer,
    dispatcher,
    jobs,
    notifier,
    live,
    health,
  } = parts;
  await Promise.all([registry.load(), settings.load(), keyring.load()]);
  const timetable = duties({
    store,
    registry,
    keyring,
    settings,
    portalSessions,
    userSessions,
    dispatcher,
    jobs,
    notifier,
    shared,
    delivers,
    retentionDays: () => settings.get("retention_days"),
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
      await jobs.start(isLocal);
      notifier.wake();
      running = schedule(timetable, log, clock.now);
      health.phase = "ready";
    },
    async stop(): Promise<void> {
      health.phase = "draining";
      live.stop();
      running?.stop();
      const cutShort = clock.after(shutdownSeconds * 1000, () => {
        dispatcher.interrupt();
        notifier.interrupt();
      });
      await jobs.stop();
      await dispatcher.stop();
      await notifier.stop();
      cutShort();
      await committer.idle();
      // A full disk must not keep the rest from being closed.
      await keyring
        .noteUse()
        .catch((error) => log.warn("the last use of keys could not be noted", { error }));
    },
    /** After the last request has been answered: an event that is being judged would be accepted as one that nobody wants. */
    close: () => parts.sandbox.close(),
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(deps: NodeDeps, lease: string, delivers: boolean) {
  const { config, log, clock, vault } = deps;
  const { concurrency, webhookConcurrency } = config;
  const health = new Health();
  const store = watchHappenings(health.watch(deps.store), () => notifier.wake());
  const query = createQuery(store);
  const registry = new Registry(query, vault);
  const settings = new Settings(query, describeEnvironment(deps));
  const keyring = new Keyring({ store, query, clock }, deps.rootKey);
  const portalSessions = new PortalSessions({ store, query, clock });
  const userSessions = new UserSessions({ store, query, clock });
  const committer = createCommitter(store);
  const newId = createIds(clock);
  const sandbox = createSandbox();
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
    tend: (...result) => tend({ store, registry, clock, newId, log, withdraw }, ...result),
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
  const jobs = createJobRunner({
    store,
    registry,
    sandbox,
    newId,
    clock,
    log,
    delivers,
    lease,
    dispatcher,
    forgetGone: async () => {
      await Promise.all([registry.load(), keyring.load()]);
    },
  });
  const live = new Live({ store, clock, log });
  const origin = config.baseUrl ? new URL(config.baseUrl).host : "posthorn";
  const verify = createVerify({
    ...sending,
    store,
    registry,
    newId,
    origin,
    challenge: () => randomBytes(24).toString("base64url"),
  });
  const { smtpUrl, adminEmail, baseUrl } = config;
  const sender = () => senderOf({ ...config, mailFrom: settings.get("mail_from") });
  const notifier: Notifier = createNotifier({
    store,
    committer,
    registry,
    sandbox,
    handoff: dispatcher,
    newId,
    clock,
    log,
    delivers,
    baseUrl,
    post: smtpUrl === null ? null : (...letter) => createPost({ url: smtpUrl, from: sender() })(...letter),
    operators: () => [...settings.get("notify_emails"), ...(adminEmail === null ? [] : [adminEmail])],
  });
  return {
    health,
    store,
    query,
    registry,
    settings,
    keyring,
    portalSessions,
    userSessions,
    passwords: new Passwords(),
    setupLink: new SetupLink(clock),
    committer,
    metrics,
    sending,
    dispatcher,
    jobs,
    live,
    verify,
    origin,
    newId,
    notifier,
    sandbox,
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
    handoff: parts.dispatcher,
    sendTestMail: parts.notifier.sendTestMail,
    role: config.role,
    baseUrl: config.baseUrl,
    clientAddress: clientAddressBehind(config.trustedProxies),
    dataDir: config.dataDir,
    metricsToken: config.metricsToken,
    maxEventBytes: config.maxEventBytes,
    maxBodyBytes: LARGEST_EVENTS_A_BATCH * config.maxEventBytes,
    startedAt: clock.now(),
  };
}

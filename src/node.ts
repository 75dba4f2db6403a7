import type { AppDeps } from "./app.ts";
import { clientAddressBehind } from "./client-address.ts";
import { DEFAULT_TENANT } from "./http/principal.ts";
import type { Egress } from "./modules/system/index.ts";
import { ensureTenant } from "./modules/tenants/service.ts";
import { releaseOthers } from "./outbox/release.ts";
import { createParts, type NodeDeps, type Parts } from "./parts.ts";
import { duties } from "./worker/duties.ts";
import { schedule } from "./worker/scheduler.ts";

export type { NodeDeps } from "./parts.ts";

export type Node = Awaited<ReturnType<typeof createNode>>;

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
  const parts = createParts(deps, { lease, delivers });
  const { store, registry, settings, keyring, committer, dispatcher, jobs, notifier, live, health } = parts;
  await Promise.all([registry.load(), settings.load(), keyring.load()]);
  const appDeps = appDepsOf(deps, parts);
  // A full disk is no reason not to deliver what waits.
  await ensureTenant(appDeps, DEFAULT_TENANT).catch((error) =>
    log.warn("the tenant default could not be made yet", { error: error.message }),
  );
  const keep = () => ({
    events: settings.get("retention_days"),
    audit: settings.get("audit_retention_days"),
  });
  const timetable = duties({
    ...parts,
    shared,
    delivers,
    keep,
  });
  let running: { stop(): void } | undefined;

  return {
    appDeps,
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
    egress: egressOf(config),
    metricsToken: config.metricsToken,
    maxEventBytes: config.maxEventBytes,
    maxBodyBytes: LARGEST_EVENTS_A_BATCH * config.maxEventBytes,
    startedAt: clock.now(),
  };
}

function egressOf({ egressProxy, egressProxyResolves }: NodeDeps["config"]): Egress {
  if (egressProxy === null) return "direct";
  return egressProxyResolves ? "proxy_resolves" : "proxy";
}

import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import { describeEnvironment } from "./config/show.ts";
import type { Source } from "./config/sources.ts";
import type { Config } from "./config.ts";
import { createQuery } from "./db/query.ts";
import type { Store } from "./db/store.ts";
import type { AddressPolicy } from "./egress/addresses.ts";
import type { Sender } from "./egress/send.ts";
import { createCursors } from "./http/opaque-cursors.ts";
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
import { createPost, type Post, senderOf } from "./notify/smtp.ts";
import { createCommitter } from "./outbox/committer.ts";
import { watchHappenings } from "./outbox/happening.ts";
import { Registry } from "./outbox/registry.ts";
import { createSandbox } from "./sandbox/sandbox.ts";
import type { Vault } from "./vault.ts";
import { type DeliverDeps, deliver } from "./worker/deliver.ts";
import { Dispatcher } from "./worker/dispatcher.ts";
import { createJobRunner } from "./worker/jobs.ts";
import { Live } from "./worker/live.ts";
import { patiently } from "./worker/patience.ts";
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
  /** PEM certificates, trusted besides the system's roots. */
  ca?: string | undefined;
  /** The database is a file of this machine. */
  isLocal: boolean;
  /** [0, 1), for jitter. */
  random?(): number;
};

/** `lease` names this boot of this process; `delivers` is false where another one does. */
export type Boot = { lease: string; delivers: boolean };

export type Parts = ReturnType<typeof createParts>;

/** Event data that may wait in memory, in UTF-16 units. */
const MAX_HELD = 64 * 1024 * 1024;

/** Everything that one process is made of. Nothing runs yet, and nothing has been read. */
export function createParts(deps: NodeDeps, boot: Boot) {
  const base = createBase(deps, () => notifier.wake());
  const sending = sendingOf(deps);
  const { dispatcher, metrics } = createDeliveries(deps, boot, base, sending);
  const origin = deps.config.baseUrl ? new URL(deps.config.baseUrl).host : "posthorn";
  const challenge = () => randomBytes(24).toString("base64url");
  const notifier: Notifier = createNotifier({
    ...base,
    ...boot,
    ...mailOf(deps, base),
    handoff: dispatcher,
  });
  return {
    ...base,
    sending,
    dispatcher,
    metrics,
    notifier,
    jobs: createJobRunner({
      ...base,
      ...boot,
      dispatcher,
      forgetGone: async () => {
        await Promise.all([base.registry.load(), base.keyring.load()]);
      },
    }),
    live: new Live(base),
    origin,
    verify: createVerify({ ...base, ...sending, origin, challenge }),
  };
}

type Base = ReturnType<typeof createBase>;

/** What the rest stands on. `happened` is called whenever somebody should be told of something. */
function createBase({ config, log, clock, vault, ...deps }: NodeDeps, happened: () => void) {
  const health = new Health();
  const store = watchHappenings(health.watch(deps.store), happened);
  const query = createQuery(store);
  const kept = { store, query, clock };
  const settings = new Settings(query, describeEnvironment({ config, sources: deps.sources }));
  return {
    ...kept,
    log,
    health,
    registry: new Registry(query, vault, () => settings.get("undeclared_event_types_per_tenant")),
    settings,
    keyring: new Keyring(kept, deps.rootKey),
    portalSessions: new PortalSessions(kept),
    userSessions: new UserSessions(kept),
    passwords: new Passwords(),
    setupLink: new SetupLink(kept),
    committer: createCommitter(store),
    newId: createIds(clock),
    sandbox: createSandbox(),
    cursors: createCursors(vault.derive("cursors")),
  };
}

const sendingOf = ({ clock, sender, version, config }: NodeDeps): SendDeps => ({
  clock,
  send: sender.send,
  userAgent: `Posthorn/${version}`,
  allowHttp: config.allowHttp,
});

function createDeliveries(deps: NodeDeps, boot: Boot, base: Base, sending: SendDeps) {
  const { concurrency, webhookConcurrency } = deps.config;
  const withdraw = (webhook: string) => dispatcher.withdraw(webhook);
  const metrics = createMetrics({ store: base.store, now: base.clock.now, load: () => dispatcher.load });
  const delivering: DeliverDeps = {
    ...base,
    ...sending,
    send: patiently({ ...base, ...sending }),
    random: deps.random ?? Math.random,
    observe: metrics.attempted,
    tend: (...result) => tend({ ...base, withdraw }, ...result),
  };
  const dispatcher: Dispatcher = new Dispatcher({
    ...base,
    ...boot,
    concurrency,
    webhookConcurrency,
    maxHeld: MAX_HELD,
    attempt: (...turn) => deliver(delivering, ...turn),
  });
  return { dispatcher, metrics };
}

/** Who gets mail about every tenant, and by which server; the sender may be changed while Posthorn runs. */
function mailOf({ config, ca }: NodeDeps, { settings }: Base) {
  const { smtpUrl, adminEmail, baseUrl } = config;
  const from = () => senderOf({ ...config, mailFrom: settings.get("mail_from") });
  const post =
    (url: string): Post =>
    (...letter) =>
      createPost({ url, from: from(), ca })(...letter);
  return {
    baseUrl,
    post: smtpUrl === null ? null : post(smtpUrl),
    operators: () => [...settings.get("notify_emails"), ...(adminEmail === null ? [] : [adminEmail])],
  };
}

import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { dirname } from "node:path";
import { createApp } from "./app.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import {
  apiKeyFile,
  masterKeyFile,
  networkFileSystem,
  prepareDataDir,
  removeBrokenBackups,
} from "./data-dir.ts";
import { locationOf, openDatabase } from "./database.ts";
import type { Location } from "./db/open.ts";
import type { Store } from "./db/store.ts";
import { type AddressPolicy, parseCidrList } from "./egress/addresses.ts";
import { createSender } from "./egress/send.ts";
import { proxyEnd } from "./egress/tunnel.ts";
import { loadPages } from "./http/page-files.ts";
import type { Logger } from "./log.ts";
import { welcome } from "./modules/session/first-operator.ts";
import { createNode, type NodeDeps } from "./node.ts";
import { StartError } from "./start-error.ts";
import { createVault, type Vault, VaultError } from "./vault.ts";

export { StartError } from "./start-error.ts";

export type ServerDeps = Pick<NodeDeps, "config" | "sources" | "log" | "clock" | "version">;

export type RunningServer = { url: string; stop(): Promise<void> };

/**
 * Opens the data, starts the node and listens. Throws StartError for what the operator can put right. `stop` drains: it
 * stops claiming, lets attempts under way end within POSTHORN_SHUTDOWN_SECONDS and gives everything else back.
 */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const { config, log, clock } = deps;
  await prepareDataDir(config.dataDir);
  const location = locationOf(config);
  await warnOfNetworkDisk(location, log);
  const policy = policyOf(config);
  const ca = await authorityOf(config);
  const sender = createSender({
    policy,
    ca,
    proxy: config.egressProxy ?? undefined,
    proxyResolves: config.egressProxyResolves,
  });
  const opened: Close[] = [() => sender.close()];
  try {
    const store = await openDatabase(location);
    opened.push(() => store.close());
    if (config.role !== "worker") await removeBrokenBackups(config.dataDir);
    const vault = await openVault(config, store);
    const rootKey = config.apiKey ?? (await apiKeyFile(config.dataDir));
    const isLocal = location.kind === "file";
    const node = await createNode({ ...deps, store, vault, rootKey, policy, sender, ca, isLocal });
    opened.push(() => node.close());
    const app = createApp({ ...node.appDeps, pages: await loadPages() });
    const server = listen(app, config, node.appDeps.maxBodyBytes);
    opened.push(() => server.stop());
    policy.own.push({ address: config.listen.host, port: server.port });
    if (config.role !== "worker")
      await welcome(node.appDeps, config, config.baseUrl ?? browsable(server.url));
    await node.start();
    // What starting up has left behind, garbage and code that runs once, is a third of an idle process's memory.
    Bun.gc(true);
    Bun.shrink();
    return {
      url: server.url,
      stop: async () => {
        const until = clock.now() + config.shutdownSeconds * 1000;
        await node.stop();
        await server.drain(clock, until);
        await closeAll(opened);
      },
    };
  } catch (error) {
    await closeAll(opened);
    throw plainly(error);
  }
}

/** After the database: a start that is refused leaves no keys behind that were never used. */
async function openVault({ masterKey, dataDir }: Config, store: Store): Promise<Vault> {
  if (masterKey) return createVault(Buffer.from(masterKey, "base64"));
  const { rows } = await store.read({ sql: "SELECT 1 FROM webhook_secrets LIMIT 1" });
  return createVault(await masterKeyFile(dataDir, rows.length > 0));
}

/** What the operator can put right, told as such. */
function plainly(error: unknown): unknown {
  if (!(error instanceof VaultError)) return error;
  return new StartError(
    `The master key is not this database's: ${error.message}. Put the right file or POSTHORN_MASTER_KEY back.`,
  );
}

type Close = () => Promise<void>;

/** What was opened last is closed first. */
async function closeAll(opened: Close[]): Promise<void> {
  for (const close of opened.reverse()) await close();
}

async function warnOfNetworkDisk(location: Location, log: Logger): Promise<void> {
  const network = location.kind === "file" ? await networkFileSystem(dirname(location.path)) : null;
  if (network)
    log.warn("the database is on a network file system, whose locks cannot be relied on", { network });
}

function policyOf({ egressAllow, egressDeny, egressProxy }: Config): AddressPolicy {
  const allow = parseCidrList(egressAllow.join(",")).cidrs;
  const { hostname = "", port = 0 } = egressProxy === null ? {} : proxyEnd(egressProxy);
  const own = isIP(hostname) ? [{ address: hostname, port }] : [];
  return { allow, deny: parseCidrList(egressDeny.join(",")).cidrs, own };
}

const authorityOf = async ({ caFile }: Config): Promise<string | undefined> =>
  caFile === null ? undefined : await readFile(caFile, "utf8");

/** Nobody can open a page at "every address". */
const browsable = (url: string) => url.replace(/^http:\/\/(0\.0\.0\.0|\[::\])/, "http://localhost");

/** Bun ends larger requests without a word; up to there the API itself refuses them, with one. */
const BODY_MARGIN = 8;

type Listening = {
  url: string;
  port: number;
  /** Takes nothing new; resolves when what was asked is answered, or at `until` (epoch ms). */
  drain(clock: Clock, until: number): Promise<void>;
  /** Cuts off whatever there still is. */
  stop(): Promise<void>;
};

function listen(
  app: ReturnType<typeof createApp>,
  { listen: { host, port } }: Config,
  maxBytes: number,
): Listening {
  try {
    // Bun would answer its own faults with a page for developers, stack trace included.
    const development = false;
    const maxRequestBodySize = BODY_MARGIN * maxBytes;
    app.listen({ hostname: host, port, maxRequestBodySize, idleTimeout: 60, development });
  } catch (error) {
    throw new StartError(`Posthorn cannot listen on ${host}:${port}: ${(error as Error).message}`);
  }
  const { server } = app;
  if (!server?.port) throw new StartError(`Posthorn cannot listen on ${host}:${port}.`);
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${server.port}`,
    port: server.port,
    async drain(clock, until) {
      const late = Promise.withResolvers<void>();
      const callOff = clock.after(Math.max(0, until - clock.now()), late.resolve);
      await Promise.race([server.stop(false), late.promise]);
      callOff();
    },
    stop: () => server.stop(true),
  };
}

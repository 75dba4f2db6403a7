import { createSecureContext, getCACertificates } from "node:tls";
import type { Dispatcher } from "undici";
// Bun puts an inert shim in the place of "undici"; the files inside the package are the real one. Its index brings fetch, caches and
// WebSockets along, which are 5 MB of an idle process.
import connectByTunnel from "undici/lib/api/api-connect.js";
import buildConnector from "undici/lib/core/connect.js";
import Agent from "undici/lib/dispatcher/agent.js";
import Client from "undici/lib/dispatcher/client.js";
import AnyDispatcher from "undici/lib/dispatcher/dispatcher.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { HEADER_LIMIT } from "./answer.ts";
import { Connection, type Door } from "./connection.ts";
import { passOverContinue } from "./interim.ts";
import { openTunnels, proxyEnd } from "./tunnel.ts";

// As the index does; tunnels call it.
Object.assign(AnyDispatcher.prototype, { connect: connectByTunnel });

/** A connection lives this long at most, so that a receiver whose name moves to another address is followed. */
const CONNECTION_LIFE_MS = 5 * 60_000;

const LIMITS = {
  clientTtl: CONNECTION_LIFE_MS,
  maxHeaderSize: HEADER_LIMIT,
  headersTimeout: 0,
  bodyTimeout: 0,
  allowH2: false,
};

/** What a request tells the pool (`over`: nobody waits for it any more) and what the pool tells it. */
export interface PooledRequest extends Dispatcher.DispatchHandler {
  readonly over: boolean;
  connection: Connection | null;
}

export type RequestPool = {
  dispatch(request: Dispatcher.DispatchOptions, handler: PooledRequest): boolean;
  destroy(): Promise<void>;
};

export type PoolOptions = Pick<Door, "policy" | "resolve"> & {
  ca?: string | undefined;
  proxy?: string | undefined;
  proxyResolves?: boolean | undefined;
  connectionsPerOrigin?: number | undefined;
};

/**
 * Keep-alive connections by origin, each opened through the door. `ca` is PEM, trusted besides the system's roots. No timer of
 * undici's runs: the one deadline is the caller's. Throws when `ca` or `proxy` cannot be read.
 */
export function createPool({
  policy,
  resolve,
  ca,
  connectionsPerOrigin,
  ...options
}: PoolOptions): RequestPool {
  const tls = tlsOptions(ca);
  const tunnels = options.proxy ? openTunnels(options.proxy, tls) : null;
  const proxy = options.proxy
    ? { ...proxyEnd(options.proxy), resolves: options.proxyResolves ?? false }
    : null;
  const guarded = (origin: string | URL, { connect, ...options }: Client.Options) =>
    new GuardedClient(origin, options, { policy, resolve, dial: connect as Door["dial"], proxy });
  const common = {
    ...LIMITS,
    ...(connectionsPerOrigin ? { connections: connectionsPerOrigin } : {}),
    factory: (origin: string | URL, options: object) => new Pool(origin, { ...options, factory: guarded }),
  };
  const agent = new Agent({
    ...common,
    connect: tunnels?.connect ?? buildConnector({ ...tls, allowH2: false }),
  });
  return {
    dispatch: (request, handler) => agent.dispatch(request, handler),
    destroy: async () => void (await Promise.all([agent.destroy(), tunnels?.close()])),
  };
}

/** No resumed sessions: each handshake verifies the certificate again. */
function tlsOptions(ca: string | undefined) {
  const roots = ca
    ? { secureContext: createSecureContext({ ca: [...getCACertificates("default"), ca] }) }
    : {};
  return { ...roots, maxCachedSessions: 0, timeout: 0 };
}

class GuardedClient extends Client {
  private connection: Connection;

  constructor(origin: string | URL, options: Client.Options, door: Door) {
    const connection = new Connection(door);
    super(origin, { ...options, connect: (target, done) => connection.open(target, done) });
    this.connection = connection;
    this.on("connect", () => connection.opened && passOverContinue(connection.opened));
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const request = handler as PooledRequest;
    if (request.over) return true;
    request.connection = this.connection;
    return super.dispatch(options, request);
  }
}

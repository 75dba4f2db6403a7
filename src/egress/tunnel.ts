import { isIP, type Socket } from "node:net";
import type { buildConnector } from "undici";
import connectTo from "undici/lib/core/connect.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { FaultError, faultOf } from "./faults.ts";
import { portOf } from "./url.ts";

type Tls = buildConnector.BuildOptions;

/** A proxy's answer to CONNECT may take this long: behind it lies the receiver's own connecting. */
const CONNECT_MS = 60_000;

export type Tunnels = { connect: buildConnector.connector; close(): Promise<void> };

/**
 * Connections through an HTTP proxy: CONNECT (RFC 9110, section 9.3.6) to the host of the target as it is given, which is the vetted
 * address, so that the proxy has no name to resolve anew; TLS inside of it goes by `servername`. Throws when the URL is none.
 */
export function openTunnels(proxy: string, tls: Tls): Tunnels {
  const url = new URL(proxy);
  const secure = connectTo({ ...tls, allowH2: false });
  const pool = new Pool(url.origin, { connect: tls, headersTimeout: CONNECT_MS });
  const credentials = credentialsOf(url);

  async function tunnel(target: buildConnector.Options): Promise<Socket> {
    const path = authorityOf(target);
    const { statusCode, socket } = await pool.connect({ path, headers: { host: path, ...credentials } });
    if (Math.floor(statusCode / 100) === 2) return socket as Socket;
    socket.on("error", () => undefined).destroy();
    const error = `The proxy refused the connection: it returned ${statusCode}.`;
    throw new FaultError({ kind: "connection_error", error });
  }

  return {
    connect: (target, done) => {
      tunnel(target).then(
        (httpSocket) =>
          target.protocol === "https:" ? secure({ ...target, httpSocket }, done) : done(null, httpSocket),
        // undici asks for ever anew where a proxy has closed the connection, unless the error is of another kind.
        (error: Error) => done(new FaultError(faultOf(error, "The proxy")), null),
      );
    },
    close: () => pool.destroy(),
  };
}

function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = [username, password].map(decodeURIComponent).join(":");
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

function authorityOf({ hostname, port, protocol }: buildConnector.Options): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return `${host}:${port || (protocol === "https:" ? 443 : 80)}`;
}

/** Where the proxy itself listens. */
export function proxyEnd(proxy: string): { hostname: string; port: number } {
  const url = new URL(proxy);
  return { hostname: url.hostname.replace(/^\[|\]$/g, ""), port: portOf(url) };
}

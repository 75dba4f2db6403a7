import { isIP, Socket } from "node:net";
import type { buildConnector } from "undici";
import type { AddressPolicy } from "./addresses.ts";
import type { Fault, Timings } from "./exchange.ts";
import { FaultError } from "./faults.ts";
import { ownLack } from "./lack.ts";
import { type Resolve, vettedAddresses } from "./resolve.ts";

type Target = buildConnector.Options;

/** A name with several addresses: the next one is tried when TCP to this one takes longer, in milliseconds. */
const NEXT_ADDRESS_AFTER_MS = 2000;

/**
 * Where the proxy listens that every connection goes through. A target behind it is judged all the same, and the proxy is given the
 * vetted address; only where it `resolves` is it given a name, which nobody here has resolved.
 */
export type Proxy = { hostname: string; port: number; resolves: boolean };

/** What opening a connection needs. */
export type Door = {
  policy: AddressPolicy;
  resolve: Resolve;
  dial: buildConnector.connector;
  proxy: Proxy | null;
};

const OWN_PROXY: Fault = {
  kind: "blocked",
  error: "The URL leads to Posthorn's own proxy, which webhooks may not reach here.",
};

/** How long the steps of opening took, in milliseconds. */
export type Opening = Pick<Timings, "dns" | "connect" | "tls">;

/**
 * One connection of the pool, opened anew whenever it was closed. The target is judged at each opening, so a request
 * that finds the connection open goes to a vetted address too.
 */
export class Connection {
  /** The address that was dialled last. */
  address: string | null = null;
  opening: Opening = { dns: null, connect: null, tls: null };
  /** What undici was given last. */
  opened: Socket | null = null;
  /** Requests written since it was opened. */
  uses = 0;
  private socket: Socket | null = null;
  private giveUp: ((reason: Error) => void) | null = null;
  private reason: Error | null = null;

  constructor(private door: Door) {}

  /** Opens it, as undici asks its connectors to. */
  open(target: Target, done: buildConnector.Callback): void {
    const { promise: abandoned, reject } = Promise.withResolvers<never>();
    this.giveUp = reject;
    Promise.race([abandoned, this.establish(target)]).then(
      (socket) => {
        this.opened = socket;
        done(null, socket);
      },
      (error: Error) => done(error, null),
    );
  }

  /** Ends an opening under way, for good: undici's pool retires a client which could not connect. */
  abandon(reason: Error): void {
    this.reason = reason;
    this.socket?.destroy(reason);
    this.giveUp?.(reason);
  }

  private async establish(target: Target): Promise<Socket> {
    this.address = null;
    this.opening = { dns: null, connect: null, tls: null };
    this.uses = 0;
    const ways = await this.vettedWays(target);
    let failure: unknown;
    for (const [index, way] of ways.entries()) {
      if (this.reason) throw this.reason;
      try {
        return await this.dial(way, index < ways.length - 1);
      } catch (error) {
        const lack = ownLack();
        if (lack) throw new FaultError(lack);
        failure = error;
      }
    }
    throw failure;
  }

  /** The target once per vetted address, its name kept for the certificate. */
  private async vettedWays(target: Target): Promise<Target[]> {
    const { resolve, proxy } = this.door;
    const begun = performance.now();
    const port = Number(target.port || (target.protocol === "https:" ? 443 : 80));
    const isName = !isIP(target.hostname);
    if (proxy && isName && target.hostname === proxy.hostname && port === proxy.port)
      throw new FaultError(OWN_PROXY);
    if (proxy?.resolves && isName) return [target];
    const policy = await this.policyAt(port);
    const found = await vettedAddresses(policy, resolve, target.hostname, port);
    if (!Array.isArray(found)) throw new FaultError(found);
    if (isName) this.opening.dns = performance.now() - begun;
    const tlsName =
      target.protocol === "https:" && !isIP(target.hostname) ? { servername: target.hostname } : {};
    return found.map((hostname) => ({ ...target, ...tlsName, hostname }));
  }

  /** Nothing is sent to the proxy itself: what listens there takes us for somebody whom it trusts. */
  private async policyAt(port: number): Promise<AddressPolicy> {
    const { policy, resolve, proxy } = this.door;
    if (proxy?.port !== port) return policy;
    const found = isIP(proxy.hostname)
      ? [{ address: proxy.hostname }]
      : await resolve(proxy.hostname).catch(() => []);
    return { ...policy, own: [...policy.own, ...found.map(({ address }) => ({ address, port }))] };
  }

  private async dial(way: Target, hurried: boolean): Promise<Socket> {
    const begun = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    if (!this.door.proxy) this.address = way.hostname;
    const dialled: unknown = this.door.dial(way, (error, socket) =>
      error ? reject(error) : resolve(socket),
    );
    if (dialled instanceof Socket) this.watch(dialled, begun, hurried);
    const socket = await promise;
    if (this.reason) socket.destroy(this.reason);
    const took = performance.now() - begun;
    this.opening.connect ??= took;
    if (way.protocol === "https:" && !this.door.proxy) this.opening.tls = took - this.opening.connect;
    return socket;
  }

  private watch(socket: Socket, begun: number, hurried: boolean): void {
    this.socket = socket;
    const late = Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" });
    const timer = hurried ? setTimeout(() => socket.destroy(late), NEXT_ADDRESS_AFTER_MS) : undefined;
    socket.once("close", () => clearTimeout(timer));
    socket.once("connect", () => {
      clearTimeout(timer);
      this.opening.connect = performance.now() - begun;
    });
  }
}

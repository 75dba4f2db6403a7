import type { AddressPolicy } from "./addresses.ts";
import { Attempt } from "./attempt.ts";
import type { Exchange, ExchangeResult, Fault } from "./exchange.ts";
import { createPool } from "./pool.ts";
import { type Resolve, systemResolve } from "./resolve.ts";
import { parseTarget } from "./url.ts";

export type { Exchange, ExchangeResult, Fault, FaultKind, Received, Timings } from "./exchange.ts";

export type SenderOptions = {
  policy: AddressPolicy;
  resolve?: Resolve | undefined;
  /** PEM certificates, trusted besides the system's roots. */
  ca?: string | undefined;
  /** URL of an HTTP proxy; every request is tunnelled through it (CONNECT) to the vetted address. */
  proxy?: string | undefined;
  /** The proxy is given names to resolve, which are not judged here then. */
  proxyResolves?: boolean | undefined;
  /** Connections to one scheme, host and port; further requests wait within their deadline. Default: no limit. */
  connectionsPerOrigin?: number | undefined;
};

export interface Sender {
  /**
   * Makes one exchange: vetted addresses only, no redirects, one deadline over all of it. Never throws
   * or rejects for what the request or the receiver does; a request that cannot be sent is `blocked`, `signal` gives `interrupted`.
   */
  send(exchange: Exchange, signal?: AbortSignal): Promise<ExchangeResult>;
  /** Closes every connection; what is still under way, or comes later, is `interrupted`. */
  close(): Promise<void>;
}

/** The one way out of Posthorn. Throws when `ca` or `proxy` cannot be read. */
export function createSender({ policy, resolve = systemResolve, ...options }: SenderOptions): Sender {
  const pool = createPool({ policy, resolve, ...options });
  return {
    async send(exchange, signal) {
      const target = parseTarget(exchange.url, exchange, policy);
      if (!(target instanceof URL)) return unsent({ kind: "blocked", error: target.plain ?? target.detail });
      const headers = headerLines(exchange.headers);
      if (!Array.isArray(headers)) return unsent(headers);
      const { method, body } = exchange;
      const request = { origin: target.origin, path: target.pathname + target.search, method, headers, body };
      return withinTime(exchange, signal, (settle, succeeded) => {
        return new Attempt(target.host, (attempt) => pool.dispatch(request, attempt), settle, succeeded);
      });
    },
    close: () => pool.destroy(),
  };
}

/** How long the rest of a response is read of which nothing more is needed. */
const REST_MS = 1000;

/** Starts an attempt and stops it at the deadline or on the signal. */
function withinTime(
  { timeoutMs, onSuccess }: Exchange,
  signal: AbortSignal | undefined,
  create: (settle: (result: ExchangeResult) => void, succeeded: (statusCode: number) => void) => Attempt,
): Promise<ExchangeResult> {
  const { promise, resolve } = Promise.withResolvers<ExchangeResult>();
  const end = performance.now() + timeoutMs;
  const settle = (result: ExchangeResult) => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
    resolve(result);
  };
  const succeeded = (statusCode: number) => {
    if (!onSuccess?.(statusCode)) return;
    clearTimeout(timer);
    timer = setTimeout(late, Math.min(REST_MS, end - performance.now()));
  };
  const attempt = create(settle, succeeded);
  const late = () =>
    attempt.stop({ kind: "timeout", error: `${attempt.progress} within ${timeoutMs / 1000} s.` });
  const interrupt = () =>
    attempt.stop({ kind: "interrupted", error: `Posthorn stopped before ${attempt.host} had answered.` });
  let timer = setTimeout(late, timeoutMs);
  signal?.addEventListener("abort", interrupt);
  if (signal?.aborted) interrupt();
  else attempt.start();
  return promise;
}

/** undici's flat list of headers, or the fault of one that would undo the vetting. undici refuses CR, LF and the like itself. */
function headerLines(headers: Exchange["headers"]): string[] | Fault {
  const lines = ["accept-encoding", "identity"];
  for (const [name, value] of headers) {
    const lowered = name.toLowerCase();
    if (lowered === "host")
      return { kind: "blocked", error: "The header Host cannot be set: it names the vetted host." };
    if (lowered !== "accept-encoding") lines.push(name, value);
  }
  return lines;
}

function unsent(fault: Fault): ExchangeResult {
  return { ...fault, response: null, timings: null, remoteAddress: null };
}

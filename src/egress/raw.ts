import type { Exchange } from "./exchange.ts";

/**
 * An exchange's request exactly as the sender writes it to a fresh connection (HTTP/1.1, RFC 9112), for showing: the
 * line, the sender's own headers, the exchange's, the body. Its URL must be one that `urlFault` takes.
 */
export function rawRequest(exchange: Pick<Exchange, "method" | "url" | "headers" | "body">): string {
  const { method, url, body } = exchange;
  const { host, pathname, search } = new URL(url);
  const lines = allHeaders(host, exchange).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${pathname}${search} HTTP/1.1`, ...lines, "", body ?? ""].join("\r\n");
}

function allHeaders(host: string, { headers, body }: Pick<Exchange, "headers" | "body">): [string, string][] {
  return [
    ["host", host],
    ["connection", "keep-alive"],
    ["accept-encoding", "identity"],
    ...headers.filter(([name]) => name.toLowerCase() !== "accept-encoding"),
    ...(body === null ? [] : [["content-length", String(Buffer.byteLength(body))] as [string, string]]),
  ];
}

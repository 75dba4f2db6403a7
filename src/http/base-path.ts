/** The requests that came, by those that were made of them without the base path. */
const received = new WeakMap<Request, Request>();

/** The request as the connection brought it: the one that Bun knows the address and the timeout of. */
export const asReceived = (request: Request): Request => received.get(request) ?? request;

/** What of Bun's server is asked who opened a connection. */
export type Peers = { requestIP(request: Request): { address: string } | null } | null;

/** The network address at the other end of the connection that a request came by; null where that is not known. */
export const socketOf = (request: Request, server: Peers): string | null =>
  server?.requestIP(asReceived(request))?.address ?? null;

/** The path of the base URL without a slash at its end; empty where there is none. */
export const basePathOf = (baseUrl: string | null): string =>
  baseUrl === null ? "" : new URL(baseUrl).pathname.replace(/\/+$/, "");

/**
 * For proxies that leave the base path in place: the request as if it had come without, or the answer that leads to the page
 * when only the slash at its end is missing. Null for a request that has no base path before it, as behind proxies that take it
 * away, and for one that it was taken from: else a path of nothing but base paths is one request inside the other, thousands deep.
 */
export function withoutBasePath(request: Request, url: URL, basePath: string): Request | Response | null {
  const { pathname, search } = url;
  if (basePath === "" || received.has(request) || !pathname.startsWith(basePath)) return null;
  const rest = pathname.slice(basePath.length);
  if (rest === "") return new Response(null, { status: 308, headers: { location: `${basePath}/${search}` } });
  if (!rest.startsWith("/")) return null;
  const inside = new URL(url);
  inside.pathname = rest;
  const inner = new Request(inside, request);
  received.set(inner, request);
  return inner;
}

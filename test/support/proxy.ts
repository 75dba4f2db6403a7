import type { Certificate } from "./tls.ts";

export type ProxyOptions = {
  /** Where it passes requests on to; may change. Null answers 503. */
  target: () => string | null;
  /** What it takes away from the beginning of paths; nothing unless given. */
  strip?: string;
  tls?: Certificate;
};

export type ReverseProxy = { origin: string; stop(): Promise<void> };

/** A reverse proxy on a free port of 127.0.0.1, as operators put before Posthorn. */
export function startProxy({ target, strip = "", tls }: ProxyOptions): ReverseProxy {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    ...(tls && { tls }),
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const to = target();
      if (to === null || !pathname.startsWith(strip)) return new Response(null, { status: 503 });
      return fetch(to + pathname.slice(strip.length) + search, {
        method: request.method,
        headers: request.headers,
        body: request.body,
        redirect: "manual",
        decompress: false,
      });
    },
  });
  const origin = `${tls ? "https" : "http"}://127.0.0.1:${server.port}`;
  return { origin, stop: () => server.stop(true) };
}

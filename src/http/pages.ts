import { createHash } from "node:crypto";
import { Elysia } from "elysia";

/** One file of the admin page, compressed, ready to be served. */
export type PageFile = { type: string; gzip: Uint8Array<ArrayBuffer> };

/** By path; `/` is the page itself. */
export type Pages = ReadonlyMap<string, PageFile>;

/** No script, style or request from anywhere else, and no page around this one but of `frames`. Source: CSP Level 3. */
const policy = (frames: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frames.length > 0 ? frames.join(" ") : "'none'"}`,
  ].join("; ");

/**
 * What every response is sent with: no browser takes it for another type, no other site reads it as a resource of its own, and no window
 * that opened it can reach into it. Source: WHATWG HTML, "Cross-origin opener policies"; Fetch, "Cross-Origin-Resource-Policy".
 */
export const ISOLATED = {
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const YEAR_SECONDS = 31_536_000;

/**
 * What every page and its files are sent with. Browsers that came by https, as `baseUrl` says, are told never to come by http.
 * `frames` are the origins that may show the page in a frame.
 */
export function pageHeaders(baseUrl: string | null, frames: readonly string[] = []): Record<string, string> {
  const transport = baseUrl?.startsWith("https:")
    ? { "strict-transport-security": `max-age=${YEAR_SECONDS}` }
    : {};
  return {
    "content-security-policy": policy(frames),
    ...ISOLATED,
    // A site that shows the portal in a frame may ask its frames to say so.
    ...(frames.length > 0 && { "cross-origin-resource-policy": "cross-origin" }),
    "referrer-policy": "no-referrer",
    ...transport,
  };
}

const IMMUTABLE = `public, max-age=${YEAR_SECONDS}, immutable`;

/**
 * Serves the page's files. Their names carry a hash of what is in them, so only the page itself is asked for again. It is the
 * portal too, at `/portal`, which sites of `frameOrigins` may show in a frame.
 */
export function pages(
  files: Pages,
  baseUrl: string | null,
  frameOrigins: () => readonly string[] = () => [],
) {
  const app = new Elysia({ name: "pages", detail: { hide: true } });
  for (const [path, file] of files) {
    const answer = answerer(file, path === "/" ? "no-cache" : IMMUTABLE);
    app.get(path, ({ request }) => answer(request, pageHeaders(baseUrl)));
    if (path === "/") app.get("/portal", ({ request }) => portal(request, answer));
  }
  return app;

  /** The page's own addresses are relative: with a slash at its end they would lead one folder too deep. */
  function portal(request: Request, answer: ReturnType<typeof answerer>): Response {
    const headers = pageHeaders(baseUrl, frameOrigins());
    if (!new URL(request.url).pathname.endsWith("/")) return answer(request, headers);
    return new Response(null, { status: 308, headers: { ...headers, location: "../portal" } });
  }
}

/** Answers with a file: compressed for whoever takes that, and without its content for whoever has it already. */
function answerer({ type, gzip }: PageFile, cached: string) {
  const etag = `W/"${createHash("sha256").update(gzip).digest("base64url").slice(0, 22)}"`;
  const own = { "content-type": type, "cache-control": cached, vary: "accept-encoding", etag };
  return ({ headers: asked }: Request, common: Record<string, string>): Response => {
    const headers = { ...common, ...own };
    if (asked.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });
    if (!takesGzip(asked)) return new Response(Bun.gunzipSync(gzip), { headers });
    return new Response(gzip, { headers: { ...headers, "content-encoding": "gzip" } });
  };
}

/** `gzip;q=0` says no. Source: RFC 9110, 12.5.3. */
const takesGzip = (headers: Headers) =>
  /(^|[,\s])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers.get("accept-encoding") ?? "");

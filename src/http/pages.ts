import { Elysia } from "elysia";

/** One file of the admin page, ready to be served. */
export type PageFile = { type: string; bytes: Uint8Array<ArrayBuffer> };

/** By path; `/` is the page itself. */
export type Pages = ReadonlyMap<string, PageFile>;

/** No script, style or request from anywhere else, and no page around this one. Source: security.md. */
const securityHeaders = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const YEAR_SECONDS = 31_536_000;

/** What every page and its files are sent with. Browsers that came by https, as `baseUrl` says, are told never to come by http. */
export function pageHeaders(baseUrl: string | null): Record<string, string> {
  const transport = baseUrl?.startsWith("https:")
    ? { "strict-transport-security": `max-age=${YEAR_SECONDS}` }
    : {};
  return { ...securityHeaders, ...transport };
}

/** Serves the page's files. Their names carry a hash of what is in them, so only the page itself is asked for again. */
export function pages(files: Pages, baseUrl: string | null) {
  const app = new Elysia({ name: "pages", detail: { hide: true } });
  for (const [path, { type, bytes }] of files) {
    const cached = path === "/" ? "no-cache" : `public, max-age=${YEAR_SECONDS}, immutable`;
    const headers = { ...pageHeaders(baseUrl), "content-type": type, "cache-control": cached };
    app.get(path, () => new Response(bytes, { headers }));
  }
  return app;
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that a browser adds a cookie to comes from a page of ours, as the browser itself tells: other sites' pages
 * can make it send one, but not lie about who asks. Requests that change nothing need not tell.
 */
export function isOurPage({ method, headers, url }: Request, baseUrl: string | null): boolean {
  if (SAFE.has(method)) return true;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  if (origin === null) return false;
  return baseUrl === null
    ? URL.parse(origin)?.host === new URL(url).host
    : origin === new URL(baseUrl).origin;
}

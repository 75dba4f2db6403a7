/** The token in the cookie of this name, 256 bits in base64url; undefined when the request has none. */
export const tokenIn = ({ headers }: Request, name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`).exec(headers.get("cookie") ?? "")?.[1];

/** Where browsers send our cookies to, and whether they have https; `baseUrl` is POSTHORN_BASE_URL, null when unset. */
export function cookiePlace(baseUrl: string | null): { path: string; secure: boolean } {
  const base = baseUrl === null ? null : new URL(baseUrl);
  const path = `${base?.pathname.replace(/\/$/, "") ?? ""}/api/v1`;
  return { path, secure: base?.protocol === "https:" };
}

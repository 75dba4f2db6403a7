import { cookiePlace, tokenIn } from "./cookie.ts";

const NAME = "posthorn_portal";

/** How browsers reach Posthorn, as far as a cookie is concerned. */
export type CookiePlace = {
  /** POSTHORN_BASE_URL; null when unset. */
  baseUrl: string | null;
  /** Other sites may show the portal in a frame. */
  framed: boolean;
};

/** The token of a portal session that came with the request. */
export const portalToken = (request: Request): string | undefined => tokenIn(request, NAME);

/**
 * A Set-Cookie header. Inside another site's frame browsers send no SameSite=Strict cookie; the one that they do send is kept
 * apart for each site around the frame (Partitioned), and needs https. Source: RFC 6265bis, CHIPS.
 */
export function portalCookie(token: string, maxAgeSeconds: number, { baseUrl, framed }: CookiePlace): string {
  const { path, secure } = cookiePlace(baseUrl);
  const site = secure && framed ? "SameSite=None; Secure; Partitioned" : "SameSite=Strict";
  const plain = `${NAME}=${token}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; ${site}`;
  return secure && !framed ? `${plain}; Secure` : plain;
}

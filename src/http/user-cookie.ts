import { cookiePlace, tokenIn } from "./cookie.ts";

/** Of the cookie of somebody who has signed in. */
export const USER_COOKIE = "posthorn_session";

/** The token of a user's session that came with the request. */
export const userToken = (request: Request): string | undefined => tokenIn(request, USER_COOKIE);

/** A Set-Cookie header; browsers send it back from our own pages only. `baseUrl` is POSTHORN_BASE_URL. Source: RFC 6265bis. */
export function userCookie(token: string, maxAgeSeconds: number, baseUrl: string | null): string {
  const { path, secure } = cookiePlace(baseUrl);
  const plain = `${USER_COOKIE}=${token}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
  return secure ? `${plain}; Secure` : plain;
}

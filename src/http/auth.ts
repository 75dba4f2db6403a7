import { Elysia } from "elysia";
import { portalToken } from "./portal-cookie.ts";
import { isBound, type Principal, type Scope } from "./principal.ts";
import { Problem } from "./problem.ts";
import { isOurPage } from "./same-origin.ts";

/** Who holds which key; undefined for one that is unknown or has expired. */
export type Keys = { find(key: string): Principal | undefined };

/** Who holds which portal session, by the token in its cookie; undefined for one that is unknown or has ended. */
export type Sessions = { find(token: string): Promise<Principal | undefined> };

/** The network address that a request came from; `socket` is who opened the connection. Null where that is not known. */
export type ClientAddress = (request: Request, socket: string | null) => string | null;

export type AuthDeps = { keyring: Keys; portalSessions: Sessions; baseUrl: string | null };

/** Source: RFC 6750 section 2.1. */
const BEARER = /^Bearer +(\S+)$/i;

const principals = new WeakMap<Request, Principal>();

/** Finds out who asks, before anything of the request is read; a key goes before a cookie. Throws 401, 403. */
export async function authenticate(request: Request, deps: AuthDeps, address: string | null): Promise<void> {
  const token = request.headers.has("authorization") ? undefined : portalToken(request);
  const principal = token === undefined ? holder(request, deps.keyring) : await visitor(request, token, deps);
  principals.set(request, { ...principal, address });
}

const CHALLENGE = { "www-authenticate": 'Bearer realm="posthorn"' };

function holder({ headers }: Request, keys: Keys): Principal {
  const [, key] = BEARER.exec(headers.get("authorization") ?? "") ?? [];
  const principal = key === undefined ? undefined : keys.find(key);
  if (principal) return principal;
  const detail = "Send a valid API key in the header: Authorization: Bearer <key>.";
  throw new Problem("unauthorized", detail, [], CHALLENGE);
}

/** Sessions are not kept in memory: one that is opened or revoked in another process counts here at once. */
async function visitor(request: Request, token: string, { portalSessions, baseUrl }: AuthDeps) {
  if (!isOurPage(request, baseUrl))
    throw new Problem(
      "forbidden",
      "With a session's cookie this can be asked from Posthorn's own pages only.",
    );
  const principal = await portalSessions.find(token);
  if (principal) return principal;
  const detail = "The session has expired or was revoked. Open the portal again from where you came.";
  throw new Problem("session_ended", detail, [], CHALLENGE);
}

/** Gives routes the option `scope`: who lacks it, or each of several, is refused with 403, who has it is there as `principal`. */
export const scoped = new Elysia({ name: "scoped" }).macro({
  scope: (scope: Scope | Scope[]) => ({
    transform: ({ request }: { request: Request }) => requireScope(principalOf(request), [scope].flat()),
    resolve: ({ request }) => ({ principal: principalOf(request) }),
  }),
});

function principalOf(request: Request): Principal {
  const principal = principals.get(request);
  if (!principal) throw new Problem("unauthorized", "Send an API key.");
  return principal;
}

function requireScope(principal: Principal, scopes: Scope[]): void {
  const has = [...scopes, "admin" as const].some((scope) => principal.scopes.has(scope));
  if (has && scopes.includes("admin") && isBound(principal))
    throw new Problem("forbidden", "This needs a key that is bound to no tenant and no event types.");
  if (has) return;
  const detail =
    principal.kind === "portal" ? NOT_HERE : `This needs a key with the scope ${scopes.join(" or ")}.`;
  throw new Problem("forbidden", detail);
}

const NOT_HERE = "This session does not allow it.";

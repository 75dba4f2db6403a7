import { Elysia } from "elysia";
import { portalToken } from "./portal-cookie.ts";
import type { Principal } from "./principal.ts";
import { Problem } from "./problem.ts";
import { type Need, requireRight } from "./rights.ts";
import { isOurPage } from "./same-origin.ts";
import type { Scope } from "./scopes.ts";
import { userToken } from "./user-cookie.ts";

/** Who holds which key; undefined for one that is unknown or has expired. */
export type Keys = { find(key: string): Principal | undefined };

/** Who holds which session, by the token in its cookie; undefined for one that is unknown or has ended. */
export type Sessions = { find(token: string): Promise<Principal | undefined> };

/** The network address that a request came from; `socket` is who opened the connection. Null where that is not known. */
export type ClientAddress = (request: Request, socket: string | null) => string | null;

export type AuthDeps = {
  keyring: Keys;
  portalSessions: Sessions;
  userSessions: Sessions;
  baseUrl: string | null;
};

/** Source: RFC 6750 section 2.1. */
const BEARER = /^Bearer +(\S+)$/i;

const principals = new WeakMap<Request, Principal>();
const ways = new WeakMap<Request, () => Promise<Principal | undefined>>();

/** Finds out who asks, before anything of the request is read; a key goes before a cookie. Throws 401, 403. */
export async function authenticate(
  request: Request,
  deps: AuthDeps,
  address: string | null,
): Promise<Principal> {
  const door = request.headers.has("authorization") ? undefined : doorOf(request);
  const principal = door === undefined ? holder(request, deps.keyring) : await visitor(request, door, deps);
  const found = { ...principal, address };
  principals.set(request, found);
  ways.set(request, async () =>
    door === undefined ? deps.keyring.find(keyOf(request)) : deps[door.sessions].find(door.token),
  );
  return found;
}

/**
 * Whether who asked would still get in with the same right: for answers that go on for long. Neither when the key or the session has
 * ended meanwhile, nor when it may less.
 */
export async function stillHas(request: Request, scope: Scope): Promise<boolean> {
  const now = await ways.get(request)?.();
  return now !== undefined && (now.scopes.has(scope) || now.scopes.has("admin"));
}

const CHALLENGE = { "www-authenticate": 'Bearer realm="posthorn"' };

const keyOf = ({ headers }: Request) => BEARER.exec(headers.get("authorization") ?? "")?.[1] ?? "";

function holder(request: Request, keys: Keys): Principal {
  const principal = keys.find(keyOf(request));
  if (principal) return principal;
  const detail = "Send a valid API key in the header: Authorization: Bearer <key>.";
  throw new Problem("unauthorized", detail, [], CHALLENGE);
}

/** By which kind of session somebody comes in. */
type Door = { sessions: "portalSessions" | "userSessions"; token: string; way: string };

/** Sent as `portal` by the portal's page, whose visitor may be an operator too: browsers send both cookies. */
const WHICH = "posthorn-session";

function doorOf(request: Request): Door | undefined {
  const user = request.headers.get(WHICH) === "portal" ? undefined : userToken(request);
  if (user !== undefined) return { sessions: "userSessions", token: user, way: "Sign in again." };
  const way = "Open the portal again from where you came.";
  const token = portalToken(request);
  return token === undefined ? undefined : { sessions: "portalSessions", token, way };
}

/** Sessions are not kept in memory: one that is begun or ended in another process counts here at once. */
async function visitor(request: Request, { sessions, token, way }: Door, deps: AuthDeps): Promise<Principal> {
  if (!isOurPage(request, deps.baseUrl))
    throw new Problem(
      "forbidden",
      "With a session's cookie this can be asked from Posthorn's own pages only.",
    );
  const principal = await deps[sessions].find(token);
  if (principal) return principal;
  throw new Problem("session_ended", `The session has expired or was revoked. ${way}`, [], CHALLENGE);
}

/** What the guard of a route asks for, by its function: a route keeps that, and not the option which made it. */
const needsOfGuard = new WeakMap<object, readonly Need[]>();

/** Gives routes the option `scope`: who lacks it, or each of several, is refused with 403, who has it is there as `principal`. */
export const scoped = new Elysia({ name: "scoped" }).macro({
  scope: (scope: Need | Need[]) => {
    const needs = [scope].flat();
    const guard = ({ request }: { request: Request }) => requireRight(principalOf(request), needs);
    needsOfGuard.set(guard, needs);
    return {
      transform: guard,
      resolve: ({ request }: { request: Request }) => ({ principal: principalOf(request) }),
    };
  },
});

/** What a route's option `scope` asks for, by the hooks that came of it; undefined for one without. */
export function needsOf({ transform }: { transform?: unknown }): readonly Need[] | undefined {
  const hooks = [transform ?? []].flat() as (object & { fn?: object })[];
  return hooks.map((hook) => needsOfGuard.get(hook.fn ?? hook)).find((needs) => needs !== undefined);
}

function principalOf(request: Request): Principal {
  const principal = principals.get(request);
  if (!principal) throw new Problem("unauthorized", "Send an API key.");
  return principal;
}

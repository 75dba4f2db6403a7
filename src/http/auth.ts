import { Elysia } from "elysia";
import { isBound, type Principal, type Scope } from "./principal.ts";
import { Problem } from "./problem.ts";

/** Who holds which key; undefined for one that is unknown or has expired. */
export type Keys = { find(key: string): Principal | undefined };

/** Source: RFC 6750 section 2.1. */
const BEARER = /^Bearer +(\S+)$/i;

const principals = new WeakMap<Request, Principal>();

/** Finds out who asks, before anything of the request is read. Throws 401. */
export function authenticate(request: Request, keys: Keys, address: string | null): void {
  const [, key] = BEARER.exec(request.headers.get("authorization") ?? "") ?? [];
  const principal = key === undefined ? undefined : keys.find(key);
  if (principal) principals.set(request, { ...principal, address });
  else {
    const detail = "Send a valid API key in the header: Authorization: Bearer <key>.";
    throw new Problem("unauthorized", detail, [], { "www-authenticate": 'Bearer realm="posthorn"' });
  }
}

/** Gives routes the option `scope`: who lacks it is refused with 403, who has it is there as `principal`. */
export const scoped = new Elysia({ name: "scoped" }).macro({
  scope: (scope: Scope) => ({
    transform: ({ request }: { request: Request }) => requireScope(principalOf(request), scope),
    resolve: ({ request }) => ({ principal: principalOf(request) }),
  }),
});

function principalOf(request: Request): Principal {
  const principal = principals.get(request);
  if (!principal) throw new Problem("unauthorized", "Send an API key.");
  return principal;
}

function requireScope(principal: Principal, scope: Scope): void {
  const has = principal.scopes.has(scope) || principal.scopes.has("admin");
  if (has && scope === "admin" && isBound(principal))
    throw new Problem("forbidden", "This needs a key that is bound to no tenant and no event types.");
  if (has) return;
  throw new Problem("forbidden", `This needs a key with the scope ${scope}.`);
}

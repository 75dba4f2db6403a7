import { Problem } from "./problem.ts";
import type { Role } from "./roles.ts";
import { type Scope, scopes } from "./scopes.ts";

/** Who asks, from where, and what they are bound to; null is unbound. */
export type Principal = {
  kind: "key" | "user" | "portal" | "system";
  id: string;
  /** What people call it. */
  name: string;
  /** The network address that the request came from, where that is known. */
  address: string | null;
  scopes: ReadonlySet<Scope>;
  tenant: string | null;
  /** Patterns of what it may publish and its webhooks may subscribe to. */
  eventTypes: readonly string[] | null;
  appUser: string | null;
  /** Of people who have signed in: their role, and by which session. */
  user?: { role: Role; session: string };
};

/** Such a key has no say over what all tenants share: it could make itself a key without bounds. */
export const isBound = ({ tenant, eventTypes }: Pick<Principal, "tenant" | "eventTypes">) =>
  tenant !== null || eventTypes !== null;

/** Posthorn itself, when it does on its own what callers may ask for. */
export function systemPrincipal(may: readonly Scope[] = scopes): Principal {
  const unbound = { tenant: null, eventTypes: null, appUser: null };
  return {
    kind: "system",
    id: "posthorn",
    name: "Posthorn",
    address: null,
    scopes: new Set(may),
    ...unbound,
  };
}

export const DEFAULT_TENANT = "default";

/** The tenant a request is about: the one it names, the key's own, or `default`. Throws 403 for another's. */
export function tenantFor(principal: Principal, named: string | undefined): string {
  refuseForeign(principal, named);
  return named ?? principal.tenant ?? DEFAULT_TENANT;
}

/** The tenant a list is narrowed to, or null for all. Throws 403 for another's. */
export function tenantFilter(principal: Principal, named: string | undefined): string | null {
  refuseForeign(principal, named);
  return named ?? principal.tenant;
}

/** Whether a row of `tenant` exists as far as this caller is concerned: another tenant's rows are not found. */
export const mayAccess = (principal: Principal, tenant: string) =>
  principal.tenant === null || principal.tenant === tenant;

function refuseForeign(principal: Principal, named: string | undefined): void {
  if (named !== undefined && !mayAccess(principal, named))
    throw new Problem(
      "forbidden",
      `This ${principal.kind === "portal" ? "session" : "key"} is bound to the tenant ${principal.tenant}.`,
    );
}

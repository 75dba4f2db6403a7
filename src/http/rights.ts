import { isBound, type Principal } from "./principal.ts";
import { Problem } from "./problem.ts";
import type { Scope } from "./scopes.ts";

/**
 * What a route asks for. Beyond the scopes: `user` is anybody who has signed in, whatever the role. `admin:read` and `owner` are
 * parts of `admin`, which keys have with it; among people viewers have the first too, and owners alone the second.
 */
export type Need = Scope | "admin:read" | "owner" | "user";

const ADMIN: ReadonlySet<Need> = new Set<Need>(["admin", "admin:read", "owner"]);

/** Throws 403 unless the caller has one of `needs`. */
export function requireRight(principal: Principal, needs: readonly Need[]): void {
  if (!needs.some((need) => has(principal, need))) throw refusal(principal, needs);
  if (needs.some((need) => ADMIN.has(need)) && isBound(principal))
    throw new Problem("forbidden", "This needs a key that is bound to no tenant and no event types.");
}

function has({ scopes, user }: Principal, need: Need): boolean {
  if (need === "user") return user !== undefined;
  if (need === "owner") return scopes.has("admin") && (user === undefined || user.role === "owner");
  if (need === "admin:read") return scopes.has("admin") || user?.role === "viewer";
  return scopes.has(need) || scopes.has("admin");
}

function refusal({ kind }: Principal, needs: readonly Need[]): Problem {
  if (kind === "portal") return new Problem("forbidden", "This session does not allow it.");
  if (needs.includes("user")) return new Problem("forbidden", "This is for people who have signed in.");
  if (kind !== "user") return new Problem("forbidden", `This needs a key with the scope ${named(needs)}.`);
  const who = needs.includes("owner") ? "an owner" : "an operator or an owner";
  return new Problem("forbidden", `This needs ${who}.`);
}

const named = (needs: readonly Need[]) => needs.map(keyScope).join(" or ");

/** The scope that a key has to have for it. */
export const keyScope = (need: Need): string => (ADMIN.has(need) ? "admin" : need);

import type { Role } from "../../src/http/roles.ts";
import { at, sessionHeader } from "./client.ts";
import { parseJson } from "./json.ts";
import { type Problem, problemOf } from "./problem.ts";

export type User = { id: string; email: string; name: string; role: Role };

/** What the portal knows of itself: whose it is, and how the operator wants it to look. */
export type PortalSession = {
  id: string;
  tenant: string;
  tenant_name: string;
  read_only: boolean;
  return_url: string | null;
  expires: string;
  product_name: string;
  accent_color: string | null;
  logo: string | null;
};

export type Told<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/**
 * Calls around signing in. They are apart from `api`, for here a 401 is an answer as any other and not the end of a session.
 * Never throws.
 */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<Told<T>> {
  const headers = { ...sessionHeader, ...(body !== undefined && JSON_TYPE) };
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    const response = await fetch(at(`api/v1/${path}`), {
      method,
      credentials: "same-origin",
      headers,
      ...json,
    });
    const text = await response.text();
    const value = text === "" ? null : parseJson(text);
    if (response.ok) return { ok: true, data: value as T };
    return { ok: false, problem: problemOf({ status: response.status, value }, response) };
  } catch (value) {
    return { ok: false, problem: problemOf({ status: 0, value }, undefined) };
  }
}

const JSON_TYPE = { "content-type": "application/json" };

export const currentUser = () => ask<{ user: User }>("GET", "session");
export const signIn = (email: string, password: string) =>
  ask<{ user: User }>("POST", "session", { email, password });
export const signOut = () => ask<null>("DELETE", "session");
export const endSessions = () => ask<null>("DELETE", "sessions");

export type FirstOperator = { token: string; email: string; name: string; password: string };
export const setUp = (input: FirstOperator) => ask<{ user: User }>("POST", "setup", input);

export const openPortal = (token: string) => ask<PortalSession>("POST", "portal/session", { token });
export const currentPortal = () => ask<PortalSession>("GET", "portal/session");
export const leavePortal = () => ask<null>("DELETE", "portal/session");

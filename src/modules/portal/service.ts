import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { portalSessions, tenants } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { isBound, mayAccess, type Principal } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import type { Scope } from "../../http/scopes.ts";
import { iso } from "../../http/time.ts";
import type { NewId } from "../../ids.ts";
import { hashKey } from "../api-keys/keyring.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import type { Settings } from "../settings/settings.ts";
import type { CreatedPortalSession, NewPortalSession, PortalSession } from "./model.ts";
import { portalScopes, type SessionRow } from "./sessions.ts";

export type PortalDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  newId: NewId;
  settings: Settings;
  baseUrl: string | null;
};

const HOUR_SECONDS = 3600;

/** 256 random bits, as they stand in a link and in a cookie; the database keeps their hash. */
export const newToken = () => randomBytes(32).toString("base64url");

/**
 * Makes a link that opens the portal as a tenant, once. `origin` is how the request reached Posthorn. The token is in the URL's
 * fragment, which browsers send to nobody. Throws 403, 404.
 */
export async function createPortalSession(
  deps: PortalDeps,
  principal: Principal,
  tenant: string,
  input: NewPortalSession,
  origin: string,
): Promise<CreatedPortalSession> {
  const {
    expires_in_seconds: seconds = HOUR_SECONDS,
    read_only: readOnly = false,
    return_url = null,
  } = input;
  await checkMaker(deps, principal, tenant, portalScopes(readOnly));
  const [token, now] = [newToken(), deps.clock.now()];
  const id = deps.newId("pts");
  const row = { id, tenant, readOnly, returnUrl: return_url, createdBy: principal.id };
  const times = { createdAt: now, expiresAt: now + seconds * 1000 };
  const shown = { id, tenant, read_only: readOnly, return_url, expires: iso(times.expiresAt) };
  const deed: Deed = { action: "portal_session.created", tenant, target: id, before: null, after: shown };
  await deps.store.write([
    statement(deps.query.insert(portalSessions).values({ ...row, ...times, linkHash: hashKey(token) })),
    auditEntry(deps, principal, deed),
  ]);
  const made = { id, url: `${deps.baseUrl ?? origin}/portal#token=${token}`, expires: shown.expires };
  return deps.baseUrl === null && !isLoopback(new URL(origin)) ? { ...made, warning: UNSURE } : made;
}

const UNSURE =
  "POSTHORN_BASE_URL is not set, so the link goes to the host that your request named. Set it to how browsers reach Posthorn.";

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/**
 * Whoever is bound themselves may open the portal for nobody: a session is bound to its tenant only. And nobody opens it for more
 * than they may do themselves.
 */
async function checkMaker(
  { query }: PortalDeps,
  principal: Principal,
  tenant: string,
  opens: readonly Scope[],
): Promise<void> {
  const [row] = await query
    .select({ deletingAt: tenants.deletingAt })
    .from(tenants)
    .where(eq(tenants.id, tenant));
  if (!row || row.deletingAt !== null || !mayAccess(principal, tenant)) throw notFound("tenant with this id");
  if (isBound(principal))
    throw new Problem("forbidden", "This needs a key that is bound to no tenant and no event types.");
  const missing = opens.filter((scope) => !principal.scopes.has(scope) && !principal.scopes.has("admin"));
  if (missing.length > 0)
    throw new Problem(
      "forbidden",
      `The session could do more than this key, which lacks ${missing.join(", ")}.`,
    );
}

/** The session that the caller holds. Throws 404 for callers with a key. */
export async function currentSession(deps: PortalDeps, { id }: Principal): Promise<PortalSession> {
  const [row] = await deps.query
    .select({ session: portalSessions, tenantName: tenants.name })
    .from(portalSessions)
    .innerJoin(tenants, eq(tenants.id, portalSessions.tenant))
    .where(eq(portalSessions.id, id));
  if (!row) throw notFound("portal session with this request");
  return presentSession(deps.settings, row);
}

/** A session with what people call its tenant. */
export type NamedSession = { session: SessionRow; tenantName: string };

/** What the portal needs to know to show itself. */
export function presentSession(
  settings: Settings,
  { session: row, tenantName }: NamedSession,
): PortalSession {
  return {
    id: row.id,
    tenant: row.tenant,
    tenant_name: tenantName,
    read_only: row.readOnly,
    return_url: row.returnUrl,
    expires: iso(row.expiresAt),
    product_name: settings.get("product_name"),
    accent_color: settings.get("accent_color"),
    logo: settings.get("logo"),
  };
}

/** Ends the session that the caller holds. Throws 404 for callers with a key. */
export async function endSession(deps: PortalDeps, principal: Principal): Promise<void> {
  const { id, tenant } = await currentSession(deps, principal);
  const deed: Deed = { action: "portal_session.ended", tenant, target: id, before: null, after: null };
  const removal = deps.query.delete(portalSessions).where(eq(portalSessions.id, id));
  await deps.store.write([auditEntry(deps, principal, deed, ofId(id)), statement(removal)]);
}

const ofId = (id: string) => ({ sql: "SELECT 1 FROM portal_sessions WHERE id = ?", args: [id] });

/** Ends every session of a tenant, and its links that nobody opened yet. */
export async function revokeSessions(deps: PortalDeps, principal: Principal, tenant: string): Promise<void> {
  const [known] = await deps.query.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenant));
  if (!known) throw notFound("tenant with this id");
  const deed: Deed = { action: "portal_sessions.revoked", tenant, target: tenant, before: null, after: null };
  const removal = deps.query.delete(portalSessions).where(eq(portalSessions.tenant, tenant));
  const some = { sql: "SELECT 1 FROM portal_sessions WHERE tenant = ?", args: [tenant] };
  await deps.store.write([auditEntry(deps, principal, deed, some), statement(removal)]);
}

import { eq } from "drizzle-orm";
import { portalSessions, tenants } from "../../db/schema.ts";
import { Problem } from "../../http/problem.ts";
import { hashKey } from "../api-keys/keyring.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import type { PortalSession } from "./model.ts";
import { newToken, type PortalDeps, presentSession } from "./service.ts";
import { portalPrincipal } from "./sessions.ts";

export type Opened = { session: PortalSession; token: string; maxAgeSeconds: number };

/** Of several that open the same link at once, the database lets one through. */
const OPEN = `UPDATE portal_sessions SET session_hash = ?, opened_at = ?
  WHERE link_hash = ? AND session_hash IS NULL AND expires_at > ?
    AND EXISTS (SELECT 1 FROM tenants t WHERE t.id = portal_sessions.tenant AND t.deleting_at IS NULL) RETURNING seq`;

/** Spends a link's token for a session, which lasts as long as the link would have. `address` is where the visitor is. Throws 401. */
export async function openPortalSession(
  deps: PortalDeps,
  link: string,
  address: string | null,
): Promise<Opened> {
  const [named] = await deps.query
    .select({ session: portalSessions, tenantName: tenants.name })
    .from(portalSessions)
    .innerJoin(tenants, eq(tenants.id, portalSessions.tenant))
    .where(eq(portalSessions.linkHash, hashKey(link)));
  if (!named) throw spent();
  const { session: row } = named;
  const [token, now] = [newToken(), deps.clock.now()];
  const visitor = { ...portalPrincipal(row), address };
  const deed: Deed = {
    ...{ action: "portal_session.opened", tenant: row.tenant, target: row.id },
    ...{ before: null, after: null },
  };
  const isOurs = { sql: "SELECT 1 FROM portal_sessions WHERE session_hash = ?", args: [hashKey(token)] };
  const [opened] = await deps.store.write([
    { sql: OPEN, args: [hashKey(token), now, row.linkHash, now] },
    auditEntry(deps, visitor, deed, isOurs),
  ]);
  if (opened?.rows.length !== 1) throw spent();
  const maxAgeSeconds = Math.ceil((row.expiresAt - now) / 1000);
  return { session: presentSession(deps.settings, named), token, maxAgeSeconds };
}

/** The same for one that never was, so that nobody learns which ones there are. */
const spent = () =>
  new Problem(
    "portal_link_spent",
    "It was used already, has expired or was revoked. Ask for a new one where you found it.",
  );

import { and, desc, eq, ne } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { tenants } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import { withoutFacts } from "../../http/facts.ts";
import { type Page, page, pageSize } from "../../http/paging.ts";
import { mayAccess, type Principal } from "../../http/principal.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import { OPERATOR_TENANT } from "../../outbox/happening.ts";
import type { Registry } from "../../outbox/registry.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { afterCursor, given, mentions } from "../conditions.ts";
import { checkProfile } from "../profiles/read.ts";
import {
  checkInheritors,
  demandOfInheritors,
  type InheritDeps,
  inheritProfile,
} from "../webhooks/inherit.ts";
import type { ReverifyDeps } from "../webhooks/reverify.ts";
import { refuseDeleting } from "./deleting.ts";
import { type ListQuery, type PutTenant, type Tenant, tenantFacts } from "./model.ts";

export type TenantsDeps = { store: Store; query: Query; clock: Clock; registry: Registry };
export type PutTenantDeps = TenantsDeps & InheritDeps & ReverifyDeps;

type Row = typeof tenants.$inferSelect;

/** Makes the tenant if there is none of this id yet. Throws 409 for one that is being deleted. */
export async function ensureTenant(deps: TenantsDeps, id: string): Promise<void> {
  refuseDeleting(deps.registry, id);
  if (deps.registry.knowsTenant(id)) return;
  const now = deps.clock.now();
  const row = { id, name: id, metadata: {}, notify: {}, createdAt: now, updatedAt: now };
  await deps.store.write([statement(deps.query.insert(tenants).values(row).onConflictDoNothing())]);
  deps.registry.noteTenant(id);
}

/**
 * Makes or replaces a tenant. Its webhooks without a profile of their own take the new one from the next attempt on. Throws
 * 422, also for a profile that one of them cannot have, and 409 when there is one already and it may be `onlyNew`.
 */
export async function putTenant(
  deps: PutTenantDeps,
  principal: Principal,
  id: string,
  input: PutTenant,
  onlyNew = false,
): Promise<Tenant> {
  checkProfile(deps.registry.profiles, input.profile ?? null, "/profile");
  const before = await findTenant(deps, id);
  const { name, profile = null, metadata = {}, notify = {} } = withoutFacts(input, tenantFacts, before);
  if (before && onlyNew) throw new Problem("tenant_exists", `There is a tenant ${id} already.`);
  const had = before?.profile ?? null;
  if (profile !== had) await checkInheritors(deps, id, profile);
  await ensureTenant(deps, id);
  const values = { name, profile, metadata, notify: notify as Row["notify"], updatedAt: deps.clock.now() };
  const action = before ? "tenant.updated" : "tenant.created";
  const deed: Deed = {
    action,
    tenant: id,
    target: id,
    before,
    after: { ...before, id, name, profile, metadata, notify },
  };
  const [, , ...demanded] = await deps.store.write([
    statement(deps.query.update(tenants).set(values).where(eq(tenants.id, id))),
    auditEntry(deps, principal, deed),
    ...(await demandOfInheritors(deps, id, had, profile)),
  ]);
  await inheritProfile(deps, id, demanded);
  return getTenant(deps, null, id);
}

/** The name of the profile that a tenant's webhooks have unless they name one; null when it has none. */
export async function tenantProfile({ query }: TenantsDeps, id: string): Promise<string | null> {
  const [row] = await query.select({ profile: tenants.profile }).from(tenants).where(eq(tenants.id, id));
  return row?.profile ?? null;
}

/** `principal` null asks for the process itself. */
export async function getTenant(deps: TenantsDeps, principal: Principal | null, id: string): Promise<Tenant> {
  const found = await findTenant(deps, id);
  if (!found || (principal && !mayAccess(principal, id))) throw notFound("tenant with this id");
  return principal ? shownTo(principal, found) : found;
}

/**
 * A tenant's own people see neither what the operator notes about them nor whom the operator has told of trouble: they may change
 * neither, and the addresses may be the operator's own.
 */
function shownTo({ kind }: Principal, tenant: Tenant): Tenant {
  if (kind !== "portal") return tenant;
  const { metadata: _, notify: __, ...shown } = tenant;
  return shown;
}

async function findTenant({ query }: TenantsDeps, id: string): Promise<Tenant | null> {
  const [row] = await query.select().from(tenants).where(eq(tenants.id, id));
  return row ? present(row) : null;
}

/** Posthorn's own tenant is nobody's customer: it is listed only where it is named, and for keys that are bound to it. */
export async function listTenants(
  { query }: TenantsDeps,
  principal: Principal,
  filter: ListQuery,
): Promise<Page<Tenant>> {
  const rows = await query
    .select({ tenant: tenants, seq: tenants.seq })
    .from(tenants)
    .where(
      and(
        given(filter.q, (text) => mentions([tenants.id, tenants.name], text)),
        afterCursor(tenants.seq, filter),
        principal.tenant !== null ? eq(tenants.id, principal.tenant) : unlessNamed(filter.q),
      ),
    )
    .orderBy(desc(tenants.seq))
    .limit(pageSize(filter));
  return page(rows, filter, ({ tenant }) => shownTo(principal, present(tenant)));
}

const unlessNamed = (q: string | undefined) =>
  q === OPERATOR_TENANT ? undefined : ne(tenants.id, OPERATOR_TENANT);

function present({ id, name, profile, metadata, notify, createdAt, updatedAt }: Row): Tenant {
  return { id, name, profile, metadata, notify, created: iso(createdAt), updated: iso(updatedAt) };
}

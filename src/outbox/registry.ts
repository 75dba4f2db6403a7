import { sql } from "drizzle-orm";
import type { Query } from "../db/query.ts";
import { eventTypes, tenants } from "../db/schema.ts";
import type { Vault } from "../vault.ts";
import { Catalogue, type TypeRow } from "./catalogue.ts";
import { type Changes, changesAfter, newestVersion } from "./changes.ts";
import { covers } from "./match.ts";
import { Profiles } from "./profiles.ts";
import { isOneOf, loadTargets, type Target } from "./targets.ts";

/** The schema as it was written, not read as JSON. */
const typeColumns = {
  name: eventTypes.name,
  declared: eventTypes.declared,
  schema: sql<string | null>`${eventTypes.schema}`,
  tenants: eventTypes.tenants,
  tenant: eventTypes.tenant,
  lastSeenAt: eventTypes.lastSeenAt,
};

const tenantColumns = { id: tenants.id, deletingAt: tenants.deletingAt };

type TenantRow = { id: string; deletingAt: number | null };

/** How many (tenant, type) pairs have their subscribers remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * What the database knows of tenants, event types and webhooks, held in memory because each event asks for it. Whoever
 * changes a webhook refreshes it here before answering; other processes' changes come every few seconds.
 */
export class Registry {
  private tenants = new Set<string>();
  private deleting = new Set<string>();
  private webhooks = new Map<string, Target>();
  private byTenant = new Map<string, Set<Target>>();
  private subscribers = new Map<string, Target[]>();
  private refreshes = 0;
  /** That of the newest change which is known here. */
  private version = 0;

  readonly profiles: Profiles;
  readonly catalogue: Catalogue;

  /** `undeclaredTypes` is how many undeclared event types a tenant may bring. */
  constructor(
    readonly query: Query,
    readonly vault: Vault,
    undeclaredTypes = () => 1000,
  ) {
    this.profiles = new Profiles(query);
    this.catalogue = new Catalogue(undeclaredTypes);
  }

  /** Reads everything anew; once more when a webhook was refreshed meanwhile, for it may have been read before that. */
  async load(): Promise<void> {
    const before = this.refreshes;
    const version = await newestVersion(this.query);
    await this.profiles.load();
    const [tenantRows, typeRows, targets] = await Promise.all([
      this.query.select(tenantColumns).from(tenants),
      this.query.select(typeColumns).from(eventTypes),
      loadTargets(this),
    ]);
    if (this.refreshes !== before) return this.load();
    this.tenants.clear();
    this.deleting.clear();
    this.catalogue.clear();
    this.webhooks.clear();
    this.byTenant.clear();
    this.take(tenantRows, typeRows, targets, version);
  }

  /** Reads what was changed since it was read last, by whomever; everything where that is not known, or a profile is among it. */
  async follow(): Promise<void> {
    const before = this.refreshes;
    const changes = await changesAfter(this.query, this.version);
    if (changes === null || changes.profile.size > 0) return this.load();
    if (changes.version === this.version) return;
    const { webhook, tenant, event_type } = changes;
    const [tenantRows, typeRows, targets] = await Promise.all([
      this.query.select(tenantColumns).from(tenants).where(isOneOf(tenants.id, tenant)),
      this.query.select(typeColumns).from(eventTypes).where(isOneOf(eventTypes.name, event_type)),
      loadTargets(this, { webhooks: webhook, tenants: tenant }),
    ]);
    if (this.refreshes !== before) return this.follow();
    this.drop(changes);
    this.take(tenantRows, typeRows, targets, changes.version);
  }

  /**
   * Reads one webhook anew; one that is deleted is gone afterwards. Once more when others' changes were taken meanwhile, for it may
   * have been read before those, and nobody would read it again.
   */
  async refresh(id: string): Promise<Target | undefined> {
    const { version } = this;
    const [target] = await loadTargets(this, { webhooks: [id] });
    if (this.version !== version) return this.refresh(id);
    this.refreshes++;
    this.remove(id);
    this.subscribers.clear();
    if (target) this.add(target);
    return target;
  }

  webhook = (id: string) => this.webhooks.get(id);
  all = () => this.webhooks.values();
  ofTenant = (tenant: string) => [...(this.byTenant.get(tenant) ?? [])];
  /** Whether webhooks are of more than one tenant. */
  hasManyTenants = () => this.byTenant.size > 1;
  knowsTenant = (id: string) => this.tenants.has(id);
  noteTenant = (id: string) => void this.tenants.add(id);
  /** Whether a job is deleting all that is the tenant's. */
  isDeleting = (id: string) => this.deleting.has(id);

  declareType(type: Pick<TypeRow, "name" | "schema" | "tenants">): void {
    this.refreshes++;
    this.catalogue.put({ ...type, declared: true, tenant: null, lastSeenAt: null });
  }

  forgetTypes(names: Iterable<string>): void {
    this.refreshes++;
    for (const name of names) this.catalogue.forget(name);
  }

  /** The webhooks of a tenant with a pattern that covers `type`, whatever their channels and status. */
  subscribed(tenant: string, type: string): Target[] {
    const key = `${tenant} ${type}`;
    const known = this.subscribers.get(key);
    if (known) return known;
    const found = this.ofTenant(tenant).filter((webhook) => webhook.eventTypes.some((p) => covers(p, type)));
    if (this.subscribers.size >= MAX_REMEMBERED) this.subscribers.clear();
    this.subscribers.set(key, found);
    return found;
  }

  /** From now on nothing of the tenant is accepted, and its webhooks get nothing. */
  noteDeleting(tenant: string): void {
    this.refreshes++;
    this.deleting.add(tenant);
    for (const { id } of this.ofTenant(tenant)) this.webhooks.delete(id);
    this.byTenant.delete(tenant);
    this.subscribers.clear();
  }

  /** Forgets what was changed, before it is taken as it is now. */
  private drop({ webhook, tenant, event_type }: Changes): void {
    for (const id of webhook) this.remove(id);
    for (const id of tenant) {
      this.tenants.delete(id);
      this.deleting.delete(id);
      for (const target of this.ofTenant(id)) this.remove(target.id);
    }
    for (const name of event_type) this.catalogue.forget(name);
  }

  private take(tenantRows: TenantRow[], typeRows: TypeRow[], targets: Target[], version: number): void {
    this.refreshes++;
    this.version = version;
    this.subscribers.clear();
    for (const { id, deletingAt } of tenantRows) {
      this.tenants.add(id);
      if (deletingAt !== null) this.deleting.add(id);
    }
    for (const type of typeRows) this.catalogue.put(type);
    for (const target of targets) this.add(target);
  }

  private remove(id: string): void {
    const before = this.webhooks.get(id);
    if (before) this.byTenant.get(before.tenant)?.delete(before);
    this.webhooks.delete(id);
  }

  private add(target: Target): void {
    this.webhooks.set(target.id, target);
    const siblings = this.byTenant.get(target.tenant) ?? new Set();
    this.byTenant.set(target.tenant, siblings.add(target));
  }
}

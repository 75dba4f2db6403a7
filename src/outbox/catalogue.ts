/** An event type as it is in the database. `schema` is JSON text. */
export type TypeRow = {
  name: string;
  declared: boolean;
  schema: string | null;
  /** Whose catalogue it is part of; null is everybody's. */
  tenants: string[] | null;
  /** Whose event brought it into the list. */
  tenant: string | null;
  lastSeenAt: number | null;
};

type Known = Omit<TypeRow, "name">;

/** What the commit of an event has to write about its type: a new row, or that the tenant has as many as it may. */
export type Sighting = { isNew: boolean; isFull: boolean };

const NOTHING: Sighting = { isNew: false, isFull: false };

/** When a type was seen is written down no more often: it is for retention, which counts days. */
const SEEN_STEP_MS = 3_600_000;

/**
 * The event types in memory, because each event asks for its own. What events bring into the list without a declaration is bounded for
 * each tenant: a key that makes up types must fill neither the memory nor the page.
 */
export class Catalogue {
  private readonly types = new Map<string, Known>();
  /** How many undeclared types each tenant's events have brought. */
  private readonly brought = new Map<string | null, number>();
  private readonly seen = new Map<string, number>();
  private readonly told = new Set<string>();

  /** `limit` is how many undeclared types a tenant may bring. */
  constructor(private readonly limit: () => number) {}

  knows = (name: string) => this.types.has(name);

  /** The schema of a declared type's data as JSON text, null when it has none; undefined for a type that is not declared. */
  schemaOf(name: string): string | null | undefined {
    const known = this.types.get(name);
    return known?.declared ? known.schema : undefined;
  }

  /** Whether a type is declared, and for this tenant. */
  isDeclaredFor(tenant: string, name: string): boolean {
    const known = this.types.get(name);
    return known !== undefined && isFor(tenant, known);
  }

  /** The names of the types that are declared for a tenant. */
  *declaredFor(tenant: string): Generator<string> {
    for (const [name, known] of this.types) if (isFor(tenant, known)) yield name;
  }

  /** An event of the type is about to be committed; `at` is epoch milliseconds. Where that fails, `unsee` takes it back. */
  see(tenant: string, name: string, at: number): Sighting {
    const known = this.types.get(name);
    if (known) return this.seeAgain(name, known, at);
    if ((this.brought.get(tenant) ?? 0) >= this.limit())
      return { isNew: false, isFull: this.tellOnce(tenant) };
    this.put({ name, declared: false, schema: null, tenants: null, tenant, lastSeenAt: at });
    return { isNew: true, isFull: false };
  }

  unsee(tenant: string, name: string, { isNew, isFull }: Sighting): void {
    if (isNew) this.forget(name);
    if (isFull) this.told.delete(tenant);
  }

  put({ name, ...known }: TypeRow): void {
    this.forget(name);
    this.types.set(name, known);
    this.count(known, 1);
  }

  forget(name: string): void {
    const known = this.types.get(name);
    if (known) this.count(known, -1);
    this.types.delete(name);
  }

  clear(): void {
    this.types.clear();
    this.brought.clear();
  }

  /** When types were seen since this was asked last, by name. */
  takeSeen(): Map<string, number> {
    const seen = new Map(this.seen);
    this.seen.clear();
    return seen;
  }

  private seeAgain(name: string, known: Known, at: number): Sighting {
    if (at - (known.lastSeenAt ?? 0) >= SEEN_STEP_MS) {
      known.lastSeenAt = at;
      this.seen.set(name, at);
    }
    return NOTHING;
  }

  private tellOnce(tenant: string): boolean {
    const isFirst = !this.told.has(tenant);
    this.told.add(tenant);
    return isFirst;
  }

  private count({ declared, tenant }: Known, change: 1 | -1): void {
    if (declared) return;
    this.brought.set(tenant, (this.brought.get(tenant) ?? 0) + change);
    if (change === -1 && tenant !== null) this.told.delete(tenant);
  }
}

const isFor = (tenant: string, { declared, tenants }: Known) =>
  declared && (tenants === null || tenants.includes(tenant));

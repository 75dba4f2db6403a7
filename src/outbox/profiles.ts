import type { Query } from "../db/query.ts";
import { profiles } from "../db/schema.ts";
import type { Profile } from "../wire/profile.ts";
import { builtinProfiles } from "../wire/profiles/index.ts";

export const DEFAULT_PROFILE = "standard";

/** Every profile by its name: the built-in ones, which are read-only, and the operator's own. */
export class Profiles {
  private own: ReadonlyMap<string, Profile> = new Map();
  private deleted: ReadonlyMap<string, Profile> = new Map();

  constructor(private readonly query: Query) {}

  /** Reads the operator's own anew. Each was checked when it was saved. */
  async load(): Promise<void> {
    const rows = await this.query.select().from(profiles).orderBy(profiles.name);
    const named = (some: typeof rows) =>
      new Map(some.map(({ name, document }) => [name, document as Profile]));
    this.own = named(rows.filter(({ deletedAt }) => deletedAt === null));
    this.deleted = named(rows.filter(({ deletedAt }) => deletedAt !== null));
  }

  find = (name: string): Profile | undefined => builtinProfiles.get(name) ?? this.own.get(name);
  isBuiltin = (name: string): boolean => builtinProfiles.has(name);
  all = (): Profile[] => [...builtinProfiles.values(), ...this.own.values()];

  /** The profile that a webhook's consumer sees: its own, else its tenant's, else `standard`. Throws for one that there is not. */
  of(own: string | null, inherited: string | null): Profile {
    const name = own ?? inherited ?? DEFAULT_PROFILE;
    const profile = this.find(name) ?? this.deleted.get(name);
    if (!profile) throw new Error(`the profile ${name} does not exist`);
    return profile;
  }
}

import { api } from "../../api/client.ts";
import { type Resource, useResource } from "../../api/resource.ts";
import type { Profile } from "./types.ts";

/** What a webhook gets that names no profile, of a tenant that names none. */
const DEFAULT = "standard";

export type Profiles = {
  all: readonly Profile[];
  /** That of a webhook with this one of its own, else its tenant's; undefined until it is known. */
  of(own: string | null): Profile | undefined;
  problem: Resource<unknown>["problem"];
};

/** The profiles there are, and which of them a tenant's webhooks inherit. No tenant is one that nobody has made yet. */
export function useProfiles(tenant: string | null | undefined): Profiles {
  const profiles = useResource(() => api.profiles.get(), []);
  const owner = useResource(() => api.tenants({ id: tenant ?? "" }).get(), [tenant], { isOff: !tenant });
  const all = profiles.data?.data ?? [];
  const inherited = tenant === null ? null : owner.data?.profile;
  return {
    all,
    of(own) {
      const name = own ?? (inherited === undefined ? undefined : (inherited ?? DEFAULT));
      return all.find((profile) => profile.name === name);
    },
    problem: profiles.problem,
  };
}

import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { boundTenant } from "../../app/session.ts";

export type Tenants = {
  /** Those to choose from, the first page of them; one or none on the portal. */
  rows: readonly { id: string; name: string }[];
  /** The tenant as it can be asked for: null for one that there is not yet, undefined while that is not known. */
  known(id: string): string | null | undefined;
};

/** The tenants that a webhook can be registered for. */
export function useTenants(): Tenants {
  const bound = boundTenant.value;
  const { data } = useResource(() => api.tenants.get({ query: { limit: "250" } }), [], {
    isOff: bound !== null,
  });
  const rows = data?.data ?? [];
  return {
    rows,
    known(id) {
      if (bound !== null) return bound;
      if (!data || rows.some((row) => row.id === id)) return data && id;
      return data.next_cursor === null ? null : undefined;
    },
  };
}

import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { OPERATOR_TENANT } from "../../app/operator-tenant.ts";
import { boundTenant } from "../../app/session.ts";

export type Tenants = {
  /** Those to choose from but Posthorn's own, the first page of them; one or none on the portal. */
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
  const own = useResource(() => api.tenants.get({ query: { q: OPERATOR_TENANT } }), [], {
    isOff: bound !== null,
  });
  const rows = data?.data ?? [];
  const all = [...rows, ...(own.data?.data ?? [])];
  return {
    rows,
    known(id) {
      if (bound !== null) return bound;
      if (!data || !own.data) return undefined;
      if (all.some((row) => row.id === id)) return id;
      return data.next_cursor === null ? null : undefined;
    },
  };
}

import { Problem } from "../../http/problem.ts";
import type { Registry } from "../../outbox/registry.ts";

/** Throws 409 for a tenant that a job is deleting: what came now would be gone with it. */
export function refuseDeleting(registry: Pick<Registry, "isDeleting">, tenant: string): void {
  if (registry.isDeleting(tenant))
    throw new Problem(
      "tenant_deleting",
      `The tenant ${tenant} is being deleted. Ask again when that is done.`,
    );
}

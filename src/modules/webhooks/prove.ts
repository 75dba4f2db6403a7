import type { webhooks } from "../../db/schema.ts";
import type { Store } from "../../db/store.ts";
import type { Verify } from "../../worker/verify.ts";
import { type WakeDeps, wake } from "./wake.ts";

export type ProveDeps = WakeDeps & { store: Store; verify: Verify };

/** The reason of an unverified webhook that will be paused once it is proven. */
export const PAUSED = "paused";

/** What a webhook is once it is proven: whoever paused it wants it to wait, however long the proof takes. */
export const provenStatus = ({
  status,
  statusReason,
}: Pick<typeof webhooks.$inferSelect, "status" | "statusReason">): "active" | "paused" =>
  status === "paused" || (status === "unverified" && statusReason === PAUSED) ? "paused" : "active";

/** Asks a webhook's URL for the proof and lets what waits for it go if it is `active` then. */
export async function prove(deps: ProveDeps, id: string, wanted: "active" | "paused"): Promise<void> {
  await deps.verify(id, wanted);
  if (wanted === "paused") await deps.store.write([{ sql: REMEMBER, args: [PAUSED, id] }]);
  await wake(deps, id);
}

const REMEMBER = "UPDATE webhooks SET status_reason = ? WHERE id = ? AND status = 'unverified'";

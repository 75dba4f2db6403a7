import type { webhooks } from "../../db/schema.ts";
import { PAUSED } from "../../outbox/states.ts";
import type { Verify } from "../../worker/verify.ts";
import { type WakeDeps, wake } from "./wake.ts";

export type ProveDeps = WakeDeps & { verify: Verify };

/** What a webhook is once it is proven: whoever paused it wants it to wait, however long the proof takes. */
export const provenStatus = ({
  status,
  statusReason,
}: Pick<typeof webhooks.$inferSelect, "status" | "statusReason">): "active" | "paused" =>
  status === "paused" || (status === "unverified" && statusReason === PAUSED) ? "paused" : "active";

/** Asks a webhook's URL for the proof and lets what waits for it go if it is `active` then. */
export async function prove(deps: ProveDeps, id: string): Promise<void> {
  await deps.verify(id);
  await wake(deps, id);
}

import type { Store } from "../db/store.ts";
import { type EnqueueDeps, enqueue } from "../outbox/enqueue.ts";
import { OPERATOR_TENANT } from "../outbox/happening.ts";
import { type HappeningRow, markPublished, unpublished } from "./rows.ts";

export type PublishDeps = EnqueueDeps & { store: Store };

/** So many happenings at once. */
const PORTION = 200;

/**
 * Makes each happening an event of the tenant `_operator`, once: the event has the happening's id, so that what a crash or another
 * process leaves in between is there already. Returns how many. Throws StoreError.
 */
export async function publishOnce(deps: PublishDeps): Promise<number> {
  for (let published = 0; ; ) {
    const rows = await unpublished(deps.store, PORTION);
    await Promise.all(rows.map((row) => publish(deps, row)));
    if (rows.length > 0)
      await markPublished(
        deps.store,
        rows.map(({ seq }) => seq),
        deps.clock.now(),
      );
    published += rows.length;
    if (rows.length < PORTION) return published;
  }
}

/** Not what happens to webhooks of `_operator` itself: those that fail would multiply events without end. */
async function publish(deps: PublishDeps, { id, kind, tenant, data, at }: HappeningRow): Promise<void> {
  if (tenant === OPERATOR_TENANT) return;
  await enqueue(deps, {
    id,
    type: kind,
    tenant: OPERATOR_TENANT,
    channel: tenant,
    created: at,
    data,
    previousAttributes: null,
    actor: null,
    idempotencyKey: null,
  });
}

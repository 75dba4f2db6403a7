import type { Statement, Store } from "../db/store.ts";

const sql = "UPDATE deliveries SET retry_requested_at = ? WHERE id = ? RETURNING id";

/**
 * Asks for one more attempt of a delivery, whatever state it is in: durable when it resolves. It neither uses up nor
 * resets the schedule, and asking twice before it is made asks for one. `also` is written with it. False when the delivery is gone.
 */
export async function requestRetry(
  store: Store,
  delivery: string,
  now: number,
  also: Statement[] = [],
): Promise<boolean> {
  const [result] = await store.write([{ sql, args: [now, delivery] }, ...also]);
  return (result?.rows.length ?? 0) > 0;
}

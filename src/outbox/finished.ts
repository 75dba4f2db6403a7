import { records, type Store } from "../db/store.ts";
import type { AttemptOutcome } from "../wire/verdict.ts";
import type { Trigger } from "./states.ts";

/** An attempt that is over, with what it belongs to. `seq` is its place among all; times in epoch ms, durations in ms. */
export type Finished = {
  seq: number;
  delivery: string;
  event: string;
  type: string;
  tenant: string;
  channel: string | null;
  webhook: string;
  url: string;
  number: number;
  trigger: Trigger;
  started_at: number;
  duration_ms: number;
  outcome: AttemptOutcome;
  status_code: number | null;
  error: string | null;
};

const sql = `SELECT a.seq, d.id AS delivery, e.id AS event, d.type, d.tenant, d.channel, w.id AS webhook, a.url, a.number,
    a."trigger", a.started_at, a.duration_ms, a.outcome, a.status_code, a.error
  FROM attempts a CROSS JOIN deliveries d ON d.seq = a.delivery_seq
    CROSS JOIN events e ON e.seq = d.event_seq CROSS JOIN webhooks w ON w.seq = d.webhook_seq
  WHERE a.seq > ? ORDER BY a.seq LIMIT ?`;

/** The attempts that were written down after the one at `seq`, oldest first. Throws StoreError. */
export async function finishedAfter(store: Store, seq: number, limit: number): Promise<Finished[]> {
  return records<Finished>(await store.read({ sql, args: [seq, limit] }));
}

/** The place of the newest attempt, 0 where there is none. Throws StoreError. */
export async function lastFinished(store: Store): Promise<number> {
  const result = await store.read({ sql: "SELECT coalesce(max(seq), 0) AS last FROM attempts" });
  return records<{ last: number }>(result)[0]?.last ?? 0;
}

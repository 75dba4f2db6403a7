import { type Row, records, type Store } from "../db/store.ts";
import type { Job } from "./job.ts";

const sql = `SELECT d.id AS delivery, w.id AS webhook, d.tenant, d.attempt_count, d.scheduled_count, d.retry_requested_at,
    d.lease_owner, d.lease_until, e.id AS event, e.type, e.created_at, e.data, e.previous_attributes, e.channel, e.actor
  FROM json_each(?) wanted
    JOIN deliveries d ON d.id = wanted.value AND d.due_at IS NOT NULL
    JOIN events e ON e.seq = d.event_seq
    JOIN webhooks w ON w.seq = d.webhook_seq
  ORDER BY d.due_at, d.seq`;

/** Claimed deliveries with their events, oldest due first; without those that were cancelled since. */
export async function load(store: Store, deliveries: string[]): Promise<Job[]> {
  const result = await store.read({ sql, args: [JSON.stringify(deliveries)] });
  return records(result).map(toJob);
}

function toJob(row: Row): Job {
  return {
    delivery: row.delivery as string,
    webhook: row.webhook as string,
    tenant: row.tenant as string,
    trigger: row.retry_requested_at === null ? "schedule" : "manual",
    attemptCount: row.attempt_count as number,
    scheduledCount: row.scheduled_count as number,
    retryRequestedAt: row.retry_requested_at as number | null,
    lease: row.lease_owner as string,
    leaseUntil: row.lease_until as number,
    event: {
      id: row.event as string,
      type: row.type as string,
      created: row.created_at as number,
      data: row.data as string,
      previousAttributes: row.previous_attributes as string | null,
      channel: row.channel as string | null,
      actor: row.actor as string | null,
    },
  };
}

import { records, type Statement, type Store } from "../db/store.ts";
import type { Lease } from "./job.ts";

/** What to take of one webhook: first and manual attempts, or retries, due by `until` (epoch ms), so many at most. */
export type Want = { webhook: string; retries: boolean; manualOnly: boolean; until: number; limit: number };

/**
 * Takes a webhook's due deliveries that nobody has in hand, first attempts apart from retries, oldest due first. It is one
 * webhook at a time because one with 100,000 due rows would fill any "oldest N" of all.
 */
const sql = `UPDATE deliveries SET lease_owner = ?, lease_until = ?
  WHERE seq IN (
    SELECT d.seq FROM deliveries d
    WHERE d.webhook_seq = (SELECT seq FROM webhooks WHERE id = ? AND status = 'active' AND deleted_at IS NULL)
      AND d.lease_owner IS NULL AND d.due_at IS NOT NULL AND d.retrying = ? AND d.due_at <= ?
      AND (d.retry_requested_at IS NOT NULL OR NOT ?)
    ORDER BY d.due_at LIMIT ?)
  RETURNING id, due_at`;

/** Claims for several webhooks in one transaction. Ids of the claimed deliveries, oldest due first, one list for each want. */
export async function claim(store: Store, wants: Want[], lease: Lease): Promise<string[][]> {
  const results = await store.write(wants.map((want) => claimStatement(want, lease)));
  return results.map((result) =>
    records<{ id: string; due_at: number }>(result)
      .sort((a, b) => a.due_at - b.due_at)
      .map(({ id }) => id),
  );
}

export function claimStatement(want: Want, { lease, leaseUntil }: Lease): Statement {
  const { webhook, retries, manualOnly, until, limit } = want;
  return { sql, args: [lease, leaseUntil, webhook, retries ? 1 : 0, until, manualOnly ? 1 : 0, limit] };
}

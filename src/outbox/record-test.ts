import type { AttemptRecord, Next } from "./attempt.ts";
import type { Committer } from "./committer.ts";
import { eventRow, insertDeliveries, insertEvents, type NewEvent, newToken } from "./enqueue.ts";
import type { Job } from "./job.ts";
import { resultParts } from "./record.ts";

/**
 * Writes down a test send once it has been made: event, delivery and attempt in one transaction. Nothing is pending before
 * that, so a crash leaves nothing behind that would be sent later. It counts for no webhook's health.
 */
export async function recordTest(
  committer: Committer,
  event: NewEvent,
  job: Job,
  attempt: AttemptRecord,
  next: Next,
): Promise<void> {
  const token = newToken();
  const { delivery: id, webhook, lease, leaseUntil: lease_until } = job;
  const at = attempt.started;
  await committer.commit([
    [insertEvents, [eventRow(event, at, token, 1, null)]],
    [
      insertDeliveries,
      [{ id, webhook, tenant: event.tenant, event: event.id, token, at, lease, lease_until }],
    ],
    ...resultParts(job, attempt, next),
  ]);
}

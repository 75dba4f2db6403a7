import type { AttemptRecord, Next } from "./attempt.ts";
import type { Committer } from "./committer.ts";
import type { Job } from "./job.ts";
import {
  deliveryRow,
  eventRow,
  insertDeliveries,
  insertEvents,
  type NewEvent,
  newToken,
} from "./new-rows.ts";
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
  const at = attempt.started;
  const delivery = { id: job.delivery, webhook: job.webhook, lease: job };
  await committer.commit([
    [insertEvents, [{ ...eventRow(event, at, token, 1, null), is_test: true }]],
    [insertDeliveries, [deliveryRow(event, delivery, at, token)]],
    ...resultParts(job, attempt, next),
  ]);
}

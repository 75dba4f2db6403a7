import type { Principal } from "../../http/principal.ts";
import { notFound } from "../../http/problem.ts";
import { momentOf } from "../../http/time.ts";
import { countMissed, newestEvent, type RecoverDeps as OutboxDeps } from "../../outbox/recover.ts";
import type { Registry } from "../../outbox/registry.ts";
import { refuseEmptyPeriod } from "../deliveries/selection.ts";
import { refuseStatus } from "../deliveries/service.ts";
import { findOwnWebhook } from "../webhooks/read.ts";
import type { Job, Recovery } from "./model.ts";
import { type JobsDeps, startJob } from "./service.ts";

export type RecoverDeps = JobsDeps & OutboxDeps & { registry: Registry };

/**
 * Brings a webhook every event that it matches now and has not got, of those accepted since a moment, also those that wait for a
 * later attempt: as a job, or in a dry run how many. Throws 403, 404, 409 for a webhook that is disabled or not verified, 422.
 */
export async function recoverWebhook(
  deps: RecoverDeps,
  principal: Principal,
  id: string,
  input: Recovery,
): Promise<{ count: number } | { job: Job }> {
  const now = deps.clock.now();
  const { webhook } = await findOwnWebhook(deps.query, principal, id);
  const since = momentOf(input.since, "/since");
  const until = input.until === undefined ? now + 1 : momentOf(input.until, "/until");
  refuseEmptyPeriod({ since, until: input.until === undefined ? undefined : until }, "");
  const target = deps.registry.webhook(id);
  if (!target) throw notFound("webhook with this id");
  refuseStatus(target, "paused");
  const stretch = { since, until, last: await newestEvent(deps.store) };
  const count = await countMissed(deps, target, stretch, now);
  if (input.dry_run) return { count };
  const job = await startJob(
    deps,
    principal,
    { kind: "recover", tenant: webhook.tenant, webhook: id, params: stretch, total: count },
    {
      action: "webhook.recovered",
      target: id,
      after: { since: input.since, until: input.until, total: count },
    },
  );
  return { job };
}

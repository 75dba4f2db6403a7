import type { ManualClock } from "./clock.ts";
import type { Answer, TestNode } from "./node.ts";
import { waitFor } from "./wait-for.ts";

export type Job = {
  id: string;
  kind: string;
  tenant: string | null;
  webhook: string | null;
  status: "running" | "succeeded" | "stopped" | "failed";
  total: number;
  done: number;
  failed: number;
  error: string | null;
  created_by: string;
};

/** The body of an answer that is 202, as a job's is. Throws for any other. */
export async function start<T>(asked: Promise<Answer<unknown>>): Promise<T> {
  const { status, body } = await asked;
  if (status !== 202) throw new Error(`not accepted: ${status} ${JSON.stringify(body)}`);
  return body as T;
}

/** Makes a job and answers it. */
export const startJob = (node: Pick<TestNode, "call">, route: string, body: object) =>
  start<Job>(node.call("POST", route, body));

export const getJob = async (node: Pick<TestNode, "call">, id: string) =>
  (await node.call<Job>("GET", `/jobs/${id}`)).body;

/** The job once it is over; while it waits for what it handed over, time goes on. */
export const jobOver = (node: Pick<TestNode, "call" | "clock">, id: string): Promise<Job> =>
  waitFor(async () => {
    const job = await getJob(node, id);
    if (job.status !== "running") return job;
    (node.clock as ManualClock).advance(200);
    return null;
  }, `the end of the job ${id}`);

/** Events that a webhook got no attempt of: their only delivery is over. In batches, for thousands of them. */
export async function missed(
  node: Pick<TestNode, "call" | "store" | "clock">,
  webhook: string,
  ids: string[],
  status: "failed" | "cancelled",
  fields: Record<string, unknown> = {},
): Promise<void> {
  const before = await statusOf(node, webhook);
  await node.call("PATCH", `/webhooks/${webhook}`, { status: "paused" });
  const BATCH = 1000;
  for (let from = 0; from < ids.length; from += BATCH) {
    const events = ids
      .slice(from, from + BATCH)
      .map((id) => ({ type: "order.created", data: {}, ...fields, id }));
    const { status, body } = await node.call("POST", "/events/batch", { events });
    if (status !== 202) throw new Error(`events refused: ${JSON.stringify(body)}`);
  }
  await node.store.write([
    {
      sql: `UPDATE deliveries SET status = ?, cancel_reason = ?, completed_at = ?, next_attempt_at = NULL
        WHERE status = 'pending' AND attempt_count = 0 AND webhook_seq = (SELECT seq FROM webhooks WHERE id = ?)`,
      args: [status, status === "cancelled" ? "operator" : null, node.clock.now(), webhook],
    },
  ]);
  await node.call("PATCH", `/webhooks/${webhook}`, { status: before });
}

const statusOf = async (node: Pick<TestNode, "call">, webhook: string) =>
  (await node.call("GET", `/webhooks/${webhook}`)).body.status;

export const moment = (clock: { now(): number }) => new Date(clock.now()).toISOString();

/** The plans of the statements that jobs really run: with a million rows none may walk a table for a portion. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { deleteNext } from "../../src/outbox/delete-tenant.ts";
import { type BulkJob, runningJobs } from "../../src/outbox/jobs/bulk-job.ts";
import { holdJob } from "../../src/outbox/jobs/lease.ts";
import { doPortion, type Next, stillWaiting } from "../../src/outbox/jobs/portion.ts";
import { countMissed, recoverNext } from "../../src/outbox/recover.ts";
import { countRetries, retryNext } from "../../src/outbox/retry-many.ts";
import { recording } from "../db/helpers.ts";
import { type Outbox, openOutbox } from "./helpers.ts";

let outbox: Outbox;
let seen: ReturnType<typeof recording>;
let explainer: Database;
let webhook: string;

beforeAll(async () => {
  outbox = await openOutbox((store) => {
    seen = recording(store);
    return seen;
  });
  webhook = await outbox.addWebhook();
  await outbox.publish();
  explainer = new Database(outbox.path, { readonly: true });
});
afterAll(async () => {
  explainer.close();
  await outbox[Symbol.asyncDispose]();
});

async function plansOf(run: () => Promise<unknown>): Promise<string[]> {
  seen.statements.length = 0;
  await run();
  const statements = [...seen.statements];
  expect(statements.length).toBeGreaterThan(0);
  return statements.flatMap(({ sql }) =>
    (explainer.query(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail),
  );
}

const walks = (plans: string[]) =>
  plans.filter((step) => /^SCAN (deliveries|events|attempts|d|e|a|w|webhooks)\b/.test(step));

const hold = { job: "job_1", lease: "me" };
const sandbox = { filter: async () => ({ matches: true, value: "true" }) };
const deps = () => ({ store: seen, registry: outbox.registry, sandbox, newId: outbox.newId });
const job = <K extends BulkJob["kind"]>(kind: K, params: BulkJob<K>["params"]): BulkJob<K> => ({
  ...{ id: "job_1", kind, tenant: "default", webhook, params, cursor: 0, leaseOwner: "me", leaseUntil: 9 },
});

/** The portion is read and carried out; `default` and its rows stay, for no job of this id runs. */
async function portion(next: Promise<Next>): Promise<void> {
  const found = await next;
  if (found.kind === "portion") await doPortion(seen, hold, found, 5);
}

test.each([
  ["tenant", { tenant: "default" }, "deliveries_by_tenant (tenant=? AND seq>? AND seq<?)"],
  ["webhook", { webhook: "wh_1" }, "deliveries_by_webhook (webhook_seq=? AND seq>? AND seq<?)"],
  ["type", { type: "a" }, "deliveries_by_type (type=? AND seq>? AND seq<?)"],
  ["status", { status: "failed" }, "deliveries_with_failures (seq>? AND seq<?)"],
] as const)("a portion of retries by %s", async (_, filter, index) => {
  await outbox.run("UPDATE deliveries SET status = 'failed', next_attempt_at = NULL, completed_at = 1");
  const params = { filter, at: 5, last: 1_000_000 };
  const plans = await plansOf(() => portion(retryNext(deps(), job("retry", params), hold, 5)));
  expect(plans.join("\n")).toContain(index);
  expect({ plans, walks: walks(plans) }).toEqual({ plans, walks: [] });
  expect(plans.join("\n")).not.toContain("ORDER BY");
  const counting = walks(await plansOf(() => countRetries(outbox.query, filter, 5)));
  // The rows of that index are those that failed.
  expect(counting.filter((step) => !/INDEX deliveries_with_failures/.test(step))).toEqual([]);
});

test("a portion of a recovery, and counting what was missed", async () => {
  const stretch = { since: 0, until: Number.MAX_SAFE_INTEGER, last: 1_000_000 };
  await outbox.run("UPDATE deliveries SET status = 'failed', next_attempt_at = NULL, completed_at = 1");
  const plans = await plansOf(() => portion(recoverNext(deps(), job("recover", stretch), hold, 5)));
  expect(plans.join("\n")).toContain("events_by_tenant (tenant=? AND seq>? AND seq<?)");
  expect(plans.join("\n")).toContain("deliveries_by_event (event_seq=?)");
  expect({ plans, walks: walks(plans) }).toEqual({ plans, walks: [] });
  const target = outbox.registry.webhook(webhook);
  if (!target) throw new Error("there is no webhook");
  expect(await countMissed(deps(), target, stretch, 5)).toBe(1);
});

test("a portion of a tenant's deletion", async () => {
  await outbox.run("UPDATE tenants SET deleting_at = 1");
  const plans = await plansOf(() => portion(deleteNext(deps(), job("delete_tenant", {}), hold, 5)));
  expect(plans.join("\n")).toContain("events_by_tenant (tenant=? AND seq<?)");
  expect({ plans, walks: walks(plans) }).toEqual({ plans, walks: [] });
});

test("looking for jobs, taking one, and seeing what still waits", async () => {
  const plans = [
    ...(await plansOf(() => runningJobs(seen))),
    ...(await plansOf(() => holdJob(seen, { ...job("delete_tenant", {}), leaseOwner: null }, "me", 5))),
    ...(await plansOf(() => stillWaiting(seen, ["dlv_1"], 5))),
  ];
  expect(plans.join("\n")).toContain("jobs_running");
  expect(plans.join("\n")).toContain("deliveries_by_id (id=?)");
  expect({ plans, walks: walks(plans) }).toEqual({ plans, walks: [] });
});

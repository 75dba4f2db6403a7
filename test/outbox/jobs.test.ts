import { expect, test } from "bun:test";
import { type BulkJob, insertJob, runningJobs } from "../../src/outbox/jobs/bulk-job.ts";
import {
  failJob,
  HELD,
  heldArgs,
  holdJob,
  JOB_LEASE_MS,
  releaseJobs,
  releaseOthersJobs,
  stopJob,
} from "../../src/outbox/jobs/lease.ts";
import { doPortion, type Portion } from "../../src/outbox/jobs/portion.ts";
import { codeOf } from "../db/helpers.ts";
import { type Outbox, openOutbox } from "./helpers.ts";

async function aJob(outbox: Outbox, kind: "retry" | "delete_tenant" = "retry"): Promise<BulkJob> {
  const id = outbox.newId("job");
  const about = { tenant: "default", webhook: null, params: { filter: {}, at: 1, last: 9 } };
  await outbox.store.write([insertJob({ id, kind, ...about, total: 3, createdBy: "root", at: 1 })]);
  const job = (await runningJobs(outbox.store)).find((one) => one.id === id);
  if (!job) throw new Error("the job does not run");
  return job;
}

/** A portion that makes a tenant of each name. */
const making = (
  hold: { job: string; lease: string },
  names: string[],
  fields: Partial<Portion> = {},
): Portion => ({
  kind: "portion",
  effect: [
    {
      sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at)
        SELECT value, value, '{}', '{}', 1, 1 FROM json_each(?) WHERE ${HELD}`,
      args: [JSON.stringify(names), ...heldArgs(hold)],
    },
  ],
  ...{ counts: true, cursor: 7, over: false, handed: [] },
  ...fields,
});

const tenants = async (outbox: Outbox) =>
  (await outbox.all("SELECT id FROM tenants ORDER BY seq")).map(({ id }) => id);

test("a portion's effect and how far the job has come are one transaction", async () => {
  await using outbox = await openOutbox();
  const { id } = await aJob(outbox);
  const hold = { job: id, lease: "me" };
  await outbox.run("UPDATE jobs SET lease_owner = 'me', lease_until = 99");
  expect(await doPortion(outbox.store, hold, making(hold, ["a", "b"]), 5)).toBe(true);
  expect(await outbox.row("jobs", id)).toMatchObject({ done: 2, failed: 0, cursor: 7, updated_at: 5 });
  expect(await codeOf(doPortion(outbox.store, hold, making(hold, ["c", "a"], { cursor: 9 }), 6))).toBe(
    "invalid",
  );
  expect(await tenants(outbox)).toEqual(["a", "b"]);
  expect(await outbox.row("jobs", id)).toMatchObject({ done: 2, cursor: 7, status: "running" });
  const last = making(hold, ["c"], { over: true, failed: { sql: "(SELECT ?)", args: [4] } });
  expect(await doPortion(outbox.store, hold, last, 8)).toBe(true);
  expect(await outbox.row("jobs", id)).toMatchObject({
    ...{ done: 3, failed: 4, status: "succeeded", completed_at: 8, lease_owner: null },
  });
});

test.each([
  ["was stopped", (outbox: Outbox, id: string) => stopJob(outbox.store, id, 4, [])],
  ["was taken over", (outbox: Outbox) => outbox.run("UPDATE jobs SET lease_owner = 'another'")],
] as const)("a job that %s meanwhile changes nothing any more", async (_, meanwhile) => {
  await using outbox = await openOutbox();
  const { id } = await aJob(outbox);
  const hold = { job: id, lease: "me" };
  await outbox.run("UPDATE jobs SET lease_owner = 'me', lease_until = 99");
  await meanwhile(outbox, id);
  const before = await outbox.row("jobs", id);
  expect(await doPortion(outbox.store, hold, making(hold, ["a"]), 5)).toBe(false);
  await outbox.store.write([failJob(hold, "why", 5)]);
  expect(await tenants(outbox)).toEqual([]);
  expect(await outbox.row("jobs", id)).toEqual(before as never);
});

test("one process has a job in hand, and another takes it over when the lease has run out", async () => {
  await using outbox = await openOutbox();
  const read = async () => (await runningJobs(outbox.store))[0] as BulkJob;
  const { store } = outbox;
  const fresh = await aJob(outbox);
  expect(await holdJob(store, fresh, "me", 1000)).toBe(true);
  expect(await holdJob(store, fresh, "another", 1000)).toBe(false);
  expect(await holdJob(store, await read(), "another", 1000 + JOB_LEASE_MS)).toBe(false);
  expect(await holdJob(store, await read(), "me", 2000)).toBe(true);
  expect((await read()).leaseUntil).toBe(1000 + JOB_LEASE_MS);
  expect(await holdJob(store, await read(), "me", 1000 + JOB_LEASE_MS / 2)).toBe(true);
  expect((await read()).leaseUntil).toBe(1000 + 1.5 * JOB_LEASE_MS);
  expect(await holdJob(store, await read(), "another", 1001 + 1.5 * JOB_LEASE_MS)).toBe(true);
  expect(await holdJob(store, await read(), "me", 1001 + 1.5 * JOB_LEASE_MS)).toBe(false);
});

test("what a process gives back, or an earlier boot had in hand, is free at once", async () => {
  await using outbox = await openOutbox();
  const { store } = outbox;
  await holdJob(store, await aJob(outbox), "first boot", 1000);
  await releaseOthersJobs(store, "first boot");
  expect((await runningJobs(store))[0]?.leaseOwner).toBe("first boot");
  await releaseOthersJobs(store, "second boot");
  expect((await runningJobs(store))[0]?.leaseOwner).toBeNull();
  await holdJob(store, (await runningJobs(store))[0] as BulkJob, "second boot", 1000);
  await releaseJobs(store, "second boot");
  expect((await runningJobs(store))[0]?.leaseOwner).toBeNull();
});

test("a job is stopped once, and a tenant's deletion never", async () => {
  await using outbox = await openOutbox();
  const { id } = await aJob(outbox);
  const deletion = await aJob(outbox, "delete_tenant");
  expect(await stopJob(outbox.store, id, 5, [])).toBe(true);
  expect(await stopJob(outbox.store, id, 6, [])).toBe(false);
  expect(await stopJob(outbox.store, deletion.id, 6, [])).toBe(false);
  expect(await outbox.row("jobs", id)).toMatchObject({ status: "stopped", completed_at: 5 });
  expect((await runningJobs(outbox.store)).map((job) => job.id)).toEqual([deletion.id]);
});

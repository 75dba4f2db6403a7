import { expect, test } from "bun:test";
import { createQuery } from "../../src/db/query.ts";
import { createLogger } from "../../src/log.ts";
import { insertJob } from "../../src/outbox/jobs/bulk-job.ts";
import { Registry } from "../../src/outbox/registry.ts";
import { createJobRunner } from "../../src/worker/jobs.ts";
import { failing, times } from "../db/helpers.ts";
import { type Outbox, openOutbox } from "../outbox/helpers.ts";
import { waitFor } from "../support/wait-for.ts";

/** A runner of one process, and what it told the dispatcher to look for. */
function aRunner(outbox: Outbox, lease: string, store = outbox.store, registry = outbox.registry) {
  const woken: string[] = [];
  const lines: string[] = [];
  const log = createLogger({ level: "debug", format: "json", write: (line) => void lines.push(line) });
  const runner = createJobRunner({
    ...{ store, registry, newId: outbox.newId, clock: outbox.clock, log, lease },
    sandbox: { filter: async () => ({ matches: true, value: "true" }) },
    delivers: true,
    dispatcher: {
      retry: (webhook) => void woken.push(webhook),
      due: (webhook) => void woken.push(webhook),
      withdraw: async (_, delivery) => void woken.push(String(delivery)),
    },
    forgetGone: async () => undefined,
  });
  return { ...runner, woken, lines };
}

/** So many deliveries that failed, and a job that retries them. */
async function retries(outbox: Outbox, count: number): Promise<string> {
  await outbox.addWebhook();
  await Promise.all(Array.from({ length: count }, () => outbox.publish()));
  await outbox.run("UPDATE deliveries SET status = 'failed', next_attempt_at = NULL, completed_at = 1");
  const id = outbox.newId("job");
  const params = { filter: { status: "failed" as const }, at: 1, last: 1_000_000 };
  const job = { id, kind: "retry" as const, tenant: null, webhook: null, params, total: count };
  await outbox.store.write([insertJob({ ...job, createdBy: "root", at: outbox.clock.now() })]);
  return id;
}

type Row = { status: string; done: number; lease_owner: string | null; error: string | null };
const jobOf = (outbox: Outbox, id: string) => outbox.row<Row>("jobs", id);
const doneBy = (outbox: Outbox, id: string, done: number) =>
  waitFor(async () => (await jobOf(outbox, id)).done === done, `${done} done`);
const over = (outbox: Outbox, id: string) =>
  waitFor(async () => {
    const job = await jobOf(outbox, id);
    return job.status === "running" ? null : job;
  }, "the job's end");

test("one of two processes does a job; when it dies the other goes on from where it was", async () => {
  await using outbox = await openOutbox();
  const id = await retries(outbox, 800);
  const [first, second] = [aRunner(outbox, "first"), aRunner(outbox, "second")];
  await first.start(false);
  await doneBy(outbox, id, 500);
  await second.start(false);
  // As if everything that was asked for had been attempted.
  await outbox.run("UPDATE deliveries SET retry_requested_at = NULL");
  expect(second.woken).toEqual([]);
  expect((await jobOf(outbox, id)).lease_owner).toBe("first");
  // Its timer never rings again, as if it had died; nothing of it is given back.
  await outbox.run("UPDATE jobs SET lease_until = ?", [outbox.clock.now() - 1]);
  second.wake();
  expect(await over(outbox, id)).toMatchObject({ status: "succeeded", done: 800, error: null });
  const asked = await outbox.all("SELECT count(*) AS n FROM deliveries WHERE retry_requested_at IS NOT NULL");
  expect(asked).toEqual([{ n: 300 }]);
  await first.stop();
  await second.stop();
});

test("a process that stops in good order gives its job back at once", async () => {
  await using outbox = await openOutbox();
  const id = await retries(outbox, 800);
  const first = aRunner(outbox, "first");
  await first.start(false);
  await doneBy(outbox, id, 500);
  await first.stop();
  first.wake();
  expect(await jobOf(outbox, id)).toMatchObject({ status: "running", lease_owner: null, done: 500 });
  const second = aRunner(outbox, "second");
  await second.start(false);
  expect(await over(outbox, id)).toMatchObject({ status: "succeeded", done: 800 });
  await second.stop();
});

test("a job waits while much of what it handed over waits, and goes on when that is attempted", async () => {
  await using outbox = await openOutbox();
  const id = await retries(outbox, 800);
  const runner = aRunner(outbox, "me");
  const rests = () => waitFor(() => outbox.clock.pending.length === 1, "a pause");
  await runner.start(true);
  await doneBy(outbox, id, 500);
  for (let i = 0; i < 5; i++) {
    await rests();
    outbox.clock.advance(200);
  }
  await rests();
  expect((await jobOf(outbox, id)).done).toBe(500);
  await outbox.run("UPDATE deliveries SET retry_requested_at = NULL WHERE seq <= 150");
  outbox.clock.advance(200);
  await doneBy(outbox, id, 700);
  await rests();
  await outbox.run("UPDATE webhooks SET status = 'paused'");
  outbox.clock.advance(200);
  expect(await over(outbox, id)).toMatchObject({ status: "succeeded", done: 700, failed: 100 });
  await runner.stop();
});

test("while the database cannot be written or read a job waits, and then does nothing twice", async () => {
  await using outbox = await openOutbox();
  const id = await retries(outbox, 250);
  const writing = times(2, "unavailable");
  const [looking, selecting] = [times(1, "busy"), times(3, "unavailable")];
  const store = failing(outbox.store, {
    write: writing,
    read: ({ sql }) => (/^select .*"deliveries"/.test(sql) ? selecting() : looking()),
  });
  const runner = aRunner(outbox, "me", store, new Registry(createQuery(store), outbox.vault));
  await runner.start(false);
  const job = await waitFor(async () => {
    outbox.clock.advance(1000);
    const row = await jobOf(outbox, id);
    return row.status === "running" ? null : row;
  });
  expect(job).toMatchObject({ status: "succeeded", done: 250, error: null });
  expect(runner.lines.filter((line) => line.includes("trying again")).length).toBe(6);
  await runner.stop();
});

test("a job that the database will never do ends with a plain reason, and holds up no other", async () => {
  await using outbox = await openOutbox();
  const bad = await retries(outbox, 1);
  await outbox.run("UPDATE jobs SET params = replace(params, 'failed', ?)", ["'"]);
  const good = await retries(outbox, 5);
  const runner = aRunner(outbox, "me");
  await runner.start(false);
  expect(await over(outbox, good)).toMatchObject({ status: "succeeded" });
  expect(await over(outbox, bad)).toMatchObject({
    status: "failed",
    error: "A portion of it could not be done; the log of the process says why.",
  });
  await runner.stop();
});

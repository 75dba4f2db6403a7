import { describe, expect, test } from "bun:test";
import { cancelDelivery } from "../../src/outbox/cancel.ts";
import type { Job } from "../../src/outbox/job.ts";
import { record } from "../../src/outbox/record.ts";
import { recordTest } from "../../src/outbox/record-test.ts";
import { releaseExpired } from "../../src/outbox/release.ts";
import { requestRetry } from "../../src/outbox/retry.ts";
import {
  again,
  attemptOf,
  failed,
  LEASE,
  LEASE_UNTIL,
  newEvent,
  type Outbox,
  openOutbox,
  succeeded,
  unchanged,
} from "./helpers.ts";

const attempts = (outbox: Outbox, delivery: string) =>
  outbox.all(
    `SELECT a.number, a."trigger", a.outcome FROM attempts a JOIN deliveries d ON d.seq = a.delivery_seq WHERE d.id = ? ORDER BY number`,
    [delivery],
  );

/** Leases the delivery again, as a claim does, and loads it. */
async function claimed(outbox: Outbox, delivery: string): Promise<Job> {
  await outbox.run("UPDATE deliveries SET lease_owner = ?, lease_until = ? WHERE id = ?", [
    LEASE,
    LEASE_UNTIL,
    delivery,
  ]);
  return outbox.loaded(delivery);
}

async function withJob() {
  const outbox = await openOutbox();
  const webhook = await outbox.addWebhook();
  const job = await outbox.leased();
  return {
    ...{ outbox, webhook, job },
    row: () => outbox.row("deliveries", job.delivery),
    health: async () => {
      const { consecutive_failures, failing_since, last_success_at, last_failure_at } = await outbox.row(
        "webhooks",
        webhook,
      );
      return { consecutive_failures, failing_since, last_success_at, last_failure_at };
    },
    [Symbol.asyncDispose]: () => outbox[Symbol.asyncDispose](),
  };
}

test("a success ends the delivery, keeps the attempt and lets the lease go", async () => {
  await using it = await withJob();
  const recorded = await record(it.outbox.committer, it.job, attemptOf({ started: 1000 }), succeeded(2000));
  expect(recorded).toEqual({
    held: true,
    dueAt: null,
    health: { consecutiveFailures: 0, failingSince: null, lastSuccess: 1000, lastFailure: null, notice: 0 },
  });
  expect(await it.row()).toMatchObject({
    ...{
      status: "succeeded",
      attempt_count: 1,
      scheduled_count: 1,
      completed_at: 2000,
      next_attempt_at: null,
    },
    ...{ lease_owner: null, lease_until: null },
  });
  const [{ seq, delivery_seq, ...kept } = {}] = await it.outbox.all("SELECT * FROM attempts");
  const { response_truncated, ...made } = attemptOf({ started: 1000 });
  expect(kept).toEqual({
    number: 1,
    started_at: 1000,
    duration_ms: made.duration,
    ...withoutTimes(made),
    response_truncated: 0,
  });
});

const withoutTimes = ({ started, duration, ...rest }: Record<string, unknown>) => rest;

test("a failure makes the delivery due again at its moment, and the last one ends it", async () => {
  await using it = await withJob();
  const { committer } = it.outbox;
  const wrong = attemptOf({ outcome: "http_error", status_code: 500 });
  expect(await record(committer, it.job, wrong, again(9000))).toMatchObject({ held: true, dueAt: 9000 });
  expect(await it.row()).toMatchObject({
    status: "pending",
    next_attempt_at: 9000,
    attempt_count: 1,
    lease_owner: null,
  });
  const second = await claimed(it.outbox, it.job.delivery);
  await record(committer, second, wrong, failed(9500, 2));
  expect(await it.row()).toMatchObject({
    status: "failed",
    completed_at: 9500,
    attempt_count: 2,
    scheduled_count: 2,
  });
  expect((await attempts(it.outbox, it.job.delivery)).map(({ number }) => number)).toEqual([1, 2]);
});

test("an answer with bytes that are no text, and none at all, are kept", async () => {
  await using it = await withJob();
  const odd = attemptOf({ response_body: "a\u0000b\uFFFD 😀", error: 'quote " and \\ and \n' });
  await record(it.outbox.committer, it.job, odd, again(1));
  const second = await claimed(it.outbox, it.job.delivery);
  const none = {
    response_headers: null,
    response_body: null,
    response_truncated: null,
    remote_address: null,
    status_code: null,
  };
  await record(it.outbox.committer, second, attemptOf({ outcome: "timeout", ...none }), again(2, 2));
  const kept = await it.outbox.all("SELECT response_body, error FROM attempts ORDER BY number");
  expect(kept).toEqual([
    { response_body: "a\uFFFDb\uFFFD 😀", error: odd.error },
    { response_body: null, error: null },
  ]);
});

describe("a result that came too late changes nothing", () => {
  test("after the lease was released", async () => {
    await using it = await withJob();
    await releaseExpired(it.outbox.store, LEASE_UNTIL + 1);
    const before = [await it.row(), await it.health()];
    expect(await record(it.outbox.committer, it.job, attemptOf(), failed())).toEqual({ held: false });
    expect([await it.row(), await it.health()]).toEqual(before);
    expect(await attempts(it.outbox, it.job.delivery)).toEqual([]);
  });

  test("after another owner took it", async () => {
    await using it = await withJob();
    await it.outbox.run("UPDATE deliveries SET lease_owner = 'other'");
    const before = [await it.row(), await it.health()];
    expect(await record(it.outbox.committer, it.job, attemptOf(), failed())).toEqual({ held: false });
    expect([await it.row(), await it.health()]).toEqual(before);
  });

  test("after the same owner has made a newer attempt", async () => {
    await using it = await withJob();
    await record(it.outbox.committer, it.job, attemptOf(), again(5));
    await claimed(it.outbox, it.job.delivery);
    const before = [await it.row(), await it.health()];
    expect(await record(it.outbox.committer, it.job, attemptOf(), succeeded())).toEqual({ held: false });
    expect([await it.row(), await it.health()]).toEqual(before);
  });

  test("twice at once: one counts", async () => {
    await using it = await withJob();
    const both = await Promise.all(
      [1, 2].map(() => record(it.outbox.committer, it.job, attemptOf(), failed())),
    );
    expect(both.map(({ held }) => held).sort()).toEqual([false, true]);
    expect(await attempts(it.outbox, it.job.delivery)).toHaveLength(1);
    expect(await it.health()).toMatchObject({ consecutive_failures: 1 });
  });
});

describe("a manual retry", () => {
  async function retried(outbox: Outbox, delivery: string, at: number): Promise<Job> {
    await requestRetry(outbox.store, delivery, at);
    return claimed(outbox, delivery);
  }
  const manual = (fields = {}) => attemptOf({ trigger: "manual", ...fields });

  test("that fails leaves a pending delivery its schedule", async () => {
    await using it = await withJob();
    await record(it.outbox.committer, it.job, attemptOf(), again(9000));
    const job = await retried(it.outbox, it.job.delivery, 100);
    expect(job).toMatchObject({
      trigger: "manual",
      attemptCount: 1,
      scheduledCount: 1,
      retryRequestedAt: 100,
    });
    expect(await record(it.outbox.committer, job, manual(), unchanged(false, 1))).toMatchObject({
      dueAt: 9000,
    });
    expect(await it.row()).toMatchObject({
      ...{
        status: "pending",
        next_attempt_at: 9000,
        scheduled_count: 1,
        attempt_count: 2,
        retry_requested_at: null,
      },
    });
  });

  test("that succeeds ends a pending delivery", async () => {
    await using it = await withJob();
    await record(it.outbox.committer, it.job, attemptOf(), again(9000));
    const job = await retried(it.outbox, it.job.delivery, 100);
    expect(await record(it.outbox.committer, job, manual(), succeeded(150, 1))).toMatchObject({
      dueAt: null,
    });
    expect(await it.row()).toMatchObject({
      status: "succeeded",
      next_attempt_at: null,
      retry_requested_at: null,
    });
  });

  test("of a failed delivery that fails leaves it failed as it was", async () => {
    await using it = await withJob();
    await record(it.outbox.committer, it.job, attemptOf(), failed(2000));
    const job = await retried(it.outbox, it.job.delivery, 3000);
    await record(it.outbox.committer, job, manual(), unchanged(false, 1));
    expect(await it.row()).toMatchObject({
      status: "failed",
      completed_at: 2000,
      attempt_count: 2,
      due_at: null,
    });
  });

  test("of a cancelled delivery that succeeds makes it succeeded without a reason", async () => {
    await using it = await withJob();
    await cancelDelivery(it.outbox.store, it.job.delivery, "operator", 50);
    await record(it.outbox.committer, it.job, attemptOf(), again(60));
    const job = await retried(it.outbox, it.job.delivery, 3000);
    await record(it.outbox.committer, job, manual(), succeeded(3100, 0));
    expect(await it.row()).toMatchObject({ status: "succeeded", cancel_reason: null, completed_at: 3100 });
  });

  test("asked for while an attempt is under way is made after it", async () => {
    await using it = await withJob();
    await requestRetry(it.outbox.store, it.job.delivery, 500);
    expect(await record(it.outbox.committer, it.job, attemptOf(), again(9000))).toMatchObject({ dueAt: 500 });
    expect(await it.row()).toMatchObject({ retry_requested_at: 500, next_attempt_at: 9000, retrying: 0 });
  });

  test("that was interrupted is still asked for", async () => {
    await using it = await withJob();
    await record(it.outbox.committer, it.job, attemptOf(), failed(2000));
    const job = await retried(it.outbox, it.job.delivery, 3000);
    const recorded = await record(
      it.outbox.committer,
      job,
      manual({ outcome: "interrupted" }),
      unchanged(null, 1),
    );
    expect(recorded).toMatchObject({ held: true, dueAt: 3000, health: null });
    expect(await it.row()).toMatchObject({ status: "failed", retry_requested_at: 3000, lease_owner: null });
  });
});

test("an interrupted attempt uses nothing of the schedule, counts for no health, and the delivery stays due", async () => {
  await using it = await withJob();
  const before = await it.health();
  const recorded = await record(
    it.outbox.committer,
    it.job,
    attemptOf({ outcome: "interrupted" }),
    unchanged(null),
  );
  expect(recorded).toEqual({ held: true, dueAt: it.outbox.clock.now(), health: null });
  expect(await it.row()).toMatchObject({
    status: "pending",
    attempt_count: 1,
    scheduled_count: 0,
    lease_owner: null,
  });
  expect(await it.health()).toEqual(before);
});

describe("a delivery cancelled while its attempt is under way", () => {
  test("stays cancelled when that fails, and the attempt is kept", async () => {
    await using it = await withJob();
    await cancelDelivery(it.outbox.store, it.job.delivery, "operator", 1500);
    expect(await record(it.outbox.committer, it.job, attemptOf(), again(9000))).toMatchObject({
      held: true,
      dueAt: null,
    });
    expect(await it.row()).toMatchObject({
      ...{
        status: "cancelled",
        cancel_reason: "operator",
        completed_at: 1500,
        attempt_count: 1,
        lease_owner: null,
      },
    });
    expect(await attempts(it.outbox, it.job.delivery)).toHaveLength(1);
  });

  test("is succeeded when that succeeds", async () => {
    await using it = await withJob();
    await cancelDelivery(it.outbox.store, it.job.delivery, "operator", 1500);
    await record(it.outbox.committer, it.job, attemptOf(), succeeded(2000));
    expect(await it.row()).toMatchObject({ status: "succeeded", cancel_reason: null, completed_at: 2000 });
  });
});

describe("a webhook's health over many results in one group", () => {
  async function outcomes(results: boolean[], before: { failures: number; since: number | null }) {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook({
      consecutive_failures: before.failures,
      failing_since: before.since,
    });
    const jobs: Job[] = [];
    for (const _ of results) jobs.push(await outbox.leased());
    await Promise.all(
      jobs.map((job, i) =>
        record(outbox.committer, job, attemptOf({ started: 1000 + i }), results[i] ? succeeded() : failed()),
      ),
    );
    const { consecutive_failures, failing_since, last_success_at, last_failure_at } = await outbox.row(
      "webhooks",
      webhook,
    );
    return [consecutive_failures, failing_since, last_success_at, last_failure_at];
  }

  test.each([
    [[false, false], { failures: 0, since: null }, [2, 1000, null, 1001]],
    [[false, false], { failures: 3, since: 500 }, [5, 500, null, 1001]],
    [[true], { failures: 3, since: 500 }, [0, null, 1000, null]],
    [[false, true, false, false], { failures: 3, since: 500 }, [2, 1002, 1001, 1003]],
    [[false, false, true], { failures: 0, since: null }, [0, null, 1002, 1001]],
    [[true, false], { failures: 0, since: null }, [1, 1001, 1000, 1001]],
  ] as const)("%p after %p", async (results, before, expected) => {
    expect(await outcomes([...results], before)).toEqual([...expected]);
  });

  test("is the same as one after the other", async () => {
    const results = Array.from({ length: 40 }, (_, i) => (i * 7) % 5 === 0);
    let expected: (number | null)[] = [0, null];
    results.forEach((ok, i) => {
      expected = ok ? [0, null] : [Number(expected[0]) + 1, expected[1] ?? 1000 + i];
    });
    expect((await outcomes(results, { failures: 0, since: null })).slice(0, 2)).toEqual(expected);
  });
});

describe("a test send", () => {
  const testJob = (outbox: Outbox, webhook: string): Job => ({
    ...{
      delivery: "dlv_test",
      webhook,
      tenant: "default",
      event: newEvent("evt_test", outbox.clock.now()),
      trigger: "test",
    },
    ...{ attemptCount: 0, scheduledCount: 0, retryRequestedAt: null, lease: "test dlv_test", leaseUntil: 1 },
  });

  test("is written down whole, over already, and counts for no health", async () => {
    await using outbox = await openOutbox();
    const webhook = await outbox.addWebhook();
    const job = testJob(outbox, webhook);
    const event = newEvent("evt_test", outbox.clock.now());
    await recordTest(outbox.committer, event, job, attemptOf({ trigger: "test" }), {
      ...failed(2000, 0),
      success: null,
    });
    expect(await outbox.row("deliveries", "dlv_test")).toMatchObject({
      ...{ status: "failed", attempt_count: 1, lease_owner: null, due_at: null },
    });
    expect(await attempts(outbox, "dlv_test")).toEqual([{ number: 1, trigger: "test", outcome: "success" }]);
    expect(await outbox.row("webhooks", webhook)).toMatchObject({
      consecutive_failures: 0,
      last_failure_at: null,
    });
  });
});

import { describe, expect, test } from "bun:test";
import { createLogger } from "../../src/log.ts";
import { Lane } from "../../src/worker/lane.ts";
import { schedule } from "../../src/worker/scheduler.ts";
import { pruneOnce, pruneRecords } from "../../src/worker/sweep.ts";
import { Throttle } from "../../src/worker/throttle.ts";
import { Tenant } from "../../src/worker/waiting.ts";
import { newEvent, openOutbox } from "../outbox/helpers.ts";
import { waitFor } from "../support/wait-for.ts";

describe("a throttle", () => {
  test("lets a second's worth go at once, then one each 1/rate seconds", () => {
    const throttle = new Throttle(4, 0);
    expect([1, 2, 3, 4, 5].map(() => throttle.take(0))).toEqual([0, 0, 0, 0, 250]);
    expect(throttle.take(249)).toBeGreaterThan(0);
    expect(throttle.take(250)).toBe(0);
    expect(throttle.take(250)).toBeGreaterThan(0);
  });

  test("below one a second lets one go at once", () => {
    const throttle = new Throttle(0.01, 0);
    expect([throttle.take(0), throttle.take(0), throttle.take(100_000)]).toEqual([0, 100_000, 0]);
  });

  test("saves up no more than a second's worth", () => {
    const throttle = new Throttle(2, 0);
    const later = Array.from({ length: 5 }, () => throttle.take(1_000_000));
    expect(later.filter((wait) => wait === 0)).toHaveLength(2);
  });

  test("waiting as long as it says is always enough", () => {
    for (const rate of [0.3, 0.7, 1.1, 3, 7, 9.99, 33, 1000 / 3]) {
      const throttle = new Throttle(rate, 0);
      let now = 0;
      for (let taken = 0; taken < 500; taken++) {
        const wait = throttle.take(now);
        now += wait;
        if (wait > 0) expect({ rate, taken, wait: throttle.take(now) }).toEqual({ rate, taken, wait: 0 });
      }
      expect(now).toBeLessThanOrEqual((500 / rate) * 1000 + 500);
    }
  });

  test("a clock that is set back costs no tokens and lets none go too soon", () => {
    const throttle = new Throttle(1, 10_000);
    expect([throttle.take(10_000), throttle.take(5000) > 0]).toEqual([0, true]);
  });
});

describe("a lane", () => {
  const job = (delivery: string, attemptCount = 0, trigger: "schedule" | "manual" = "schedule") => ({
    ...{
      delivery,
      webhook: "wh",
      tenant: "t",
      event: newEvent("e", 0),
      trigger,
      attemptCount,
      scheduledCount: 0,
    },
    ...{ retryRequestedAt: null, lease: "l", leaseUntil: 1 },
  });

  const now = () => 0;

  test("gives first and manual attempts before retries, each in order", () => {
    const lane = new Lane("wh", new Tenant(now), now);
    for (const one of [job("r1", 1), job("a"), job("r2", 2), job("m", 3, "manual")]) lane.push(one);
    const order = [lane.shift(), lane.shift(), lane.shift(), lane.shift()].map((one) => one?.delivery);
    expect(order).toEqual(["a", "m", "r1", "r2"]);
    expect([lane.peek(), lane.shift()]).toEqual([null, undefined]);
  });

  test("takes out one delivery or all of them, and counts its room", () => {
    const lane = new Lane("wh", new Tenant(now), now);
    const room = lane.room;
    for (const one of [job("a"), job("b"), job("c", 1)]) lane.push(one);
    lane.reserved = 2;
    expect(lane.room).toBe(room - 5);
    expect(lane.withdraw("b").map(({ delivery }) => delivery)).toEqual(["b"]);
    expect(lane.withdraw("b")).toEqual([]);
    expect(lane.withdraw(null).map(({ delivery }) => delivery)).toEqual(["a", "c"]);
    expect([lane.queued, lane.room]).toEqual([0, room - 2]);
  });
});

describe("the scheduler", () => {
  const logged = () => {
    const lines: string[] = [];
    return {
      lines,
      log: createLogger({ level: "debug", format: "json", write: (line) => void lines.push(line) }),
    };
  };

  test("runs a duty again and again, never twice at once, and one that fails is logged and comes again", async () => {
    const { lines, log } = logged();
    let runs = 0;
    let atOnce = 0;
    let slow = 0;
    const done = Promise.withResolvers<void>();
    const duties = [
      {
        name: "breaks",
        pattern: "* * * * * *",
        async run() {
          runs++;
          throw new Error("broken");
        },
      },
      {
        name: "is slow",
        pattern: "* * * * * *",
        async run() {
          slow++;
          atOnce++;
          await done.promise;
          atOnce--;
        },
      },
    ];
    const scheduled = schedule(duties, log, () => 0);
    await waitFor(() => runs >= 2, "two runs");
    expect([slow, atOnce]).toEqual([1, 1]);
    done.resolve();
    scheduled.stop();
    expect(lines.filter((line) => line.includes("breaks failed")).length).toBeGreaterThanOrEqual(2);
  });
});

test("a retention of 0 days keeps all, and one of 30 deletes what is older", async () => {
  await using outbox = await openOutbox();
  await outbox.publish();
  outbox.clock.advance(31 * 86_400_000);
  await outbox.publish();
  const now = outbox.clock.now();
  expect(await pruneOnce(outbox, 0, now)).toBe(0);
  expect(await pruneOnce(outbox, 30, now)).toBe(1);
  expect(await pruneOnce(outbox, 30, now)).toBe(0);
});

test("pruning gives the file's free pages back to the disk", async () => {
  await using outbox = await openOutbox();
  const data = JSON.stringify("x".repeat(3000));
  for (let i = 0; i < 300; i++) await outbox.publish({ data });
  const pages = async () =>
    (await outbox.all<{ page_count: number }>("PRAGMA page_count"))[0]?.page_count ?? 0;
  const before = await pages();
  expect(await pruneOnce(outbox, 1, outbox.clock.now() + 2 * 86_400_000)).toBe(300);
  expect(await pages()).toBeLessThan(before / 2);
});

test("the audit log and jobs that are over go after their time, the running ones stay, and 0 days keep all", async () => {
  await using outbox = await openOutbox();
  const day = 86_400_000;
  const insert = "INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, action, target) VALUES";
  await outbox.run(`${insert} (0, 'key', 'k', 'k', 'a', 't'), (${9 * day}, 'key', 'k', 'k', 'b', 't')`);
  const job =
    "INSERT INTO jobs (id, kind, params, status, total, created_by, created_at, updated_at, completed_at) VALUES";
  await outbox.run(
    `${job} ('over', 'retry', '{}', 'succeeded', 0, 'k', 0, 0, 0), ('on', 'retry', '{}', 'running', 0, 'k', 0, 0, NULL)`,
  );
  const left = async () => [
    ...(await outbox.all("SELECT action FROM audit_log")).map(({ action }) => action),
    ...(await outbox.all("SELECT id FROM jobs")).map(({ id }) => id),
  ];
  expect(await pruneRecords(outbox.store, { events: 0, audit: 0 }, 10 * day)).toBe(0);
  expect(await pruneRecords(outbox.store, { events: 5, audit: 5 }, 10 * day)).toBe(2);
  expect(await left()).toEqual(["b", "on"]);
});

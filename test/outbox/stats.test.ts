import { describe, expect, test } from "bun:test";
import { type Store, StoreError } from "../../src/db/store.ts";
import type { AttemptRecord } from "../../src/outbox/attempt.ts";
import { prune, pruneWebhooks } from "../../src/outbox/prune.ts";
import { record } from "../../src/outbox/record.ts";
import { recordTest } from "../../src/outbox/record-test.ts";
import { forget } from "../../src/outbox/stats/forget.ts";
import { rollUp } from "../../src/outbox/stats/roll-up.ts";
import { bucketSql, percentile } from "../../src/outbox/stats/scale.ts";
import { spans } from "../../src/outbox/stats/spans.ts";
import { failing, times } from "../db/helpers.ts";
import { again, attemptOf, LEASE, newEvent, type Outbox, openOutbox, succeeded } from "./helpers.ts";

/** One event with one attempt that has just begun. */
async function attempted(outbox: Outbox, fields: Partial<AttemptRecord> = {}): Promise<void> {
  const job = await outbox.leased();
  const attempt = attemptOf({ started: outbox.clock.now(), ...fields });
  const next = attempt.outcome === "success" ? succeeded() : again(outbox.clock.now() + 1000);
  await record(outbox.committer, job, attempt, next);
}

async function withWebhook(): Promise<Outbox & { webhook: string }> {
  const outbox = await openOutbox();
  return { ...outbox, webhook: await outbox.addWebhook() };
}

/** How many attempts are counted, by span, over all outcomes and latencies. */
async function counted(outbox: Outbox, webhook: number): Promise<Record<string, number>> {
  const sql = "SELECT span, sum(count) AS n FROM attempt_stats WHERE webhook_seq = ? GROUP BY span";
  const rows = await outbox.all<{ span: number; n: number }>(sql, [webhook]);
  return Object.fromEntries(rows.map(({ span, n }) => [span, n]));
}

const each = (n: number) => ({ [spans.minute]: n, [spans.hour]: n, [spans.day]: n });

async function published(outbox: Outbox, tenant: string) {
  const sql = "SELECT accepted, unmatched FROM event_stats WHERE tenant = ? AND span = ? ORDER BY at";
  return outbox.all(sql, [tenant, spans.hour]);
}

describe("attempts are counted", () => {
  test("by webhook and over all of them, by minute, hour and day, outcome and latency", async () => {
    await using outbox = await withWebhook();
    const now = outbox.clock.now();
    await attempted(outbox, { duration: 80 });
    await attempted(outbox, { duration: 80 });
    outbox.clock.advance(spans.minute);
    await attempted(outbox, { duration: 80, outcome: "http_error" });
    await rollUp(outbox.store, outbox.clock.now());
    const sql = `SELECT at, outcome, count FROM attempt_stats WHERE webhook_seq = ? AND span = ? ORDER BY at, outcome`;
    for (const webhook of [0, 1]) {
      expect(await counted(outbox, webhook)).toEqual(each(3));
      expect(await outbox.all(sql, [webhook, spans.minute])).toEqual([
        { at: now, outcome: "success", count: 2 },
        { at: now + spans.minute, outcome: "http_error", count: 1 },
      ]);
      const hour = now - (now % spans.hour);
      expect(await outbox.all(sql, [webhook, spans.hour])).toEqual([
        { at: hour, outcome: "http_error", count: 1 },
        { at: hour, outcome: "success", count: 2 },
      ]);
    }
    expect(await published(outbox, "")).toEqual([{ accepted: 3, unmatched: 0 }]);
  });

  test("once, however often it is looked and by however many nodes at the same time", async () => {
    await using outbox = await withWebhook();
    for (let i = 0; i < 5; i++) await attempted(outbox);
    const round = () => rollUp(outbox.store, outbox.clock.now());
    await Promise.all([round(), round(), round()]);
    await round();
    expect(await counted(outbox, 1)).toEqual(each(5));
    expect(await published(outbox, "default")).toEqual([{ accepted: 5, unmatched: 0 }]);
  });

  test("once, also when a node comes late with a portion that others went past", async () => {
    await using outbox = await withWebhook();
    await attempted(outbox);
    const now = outbox.clock.now();
    const overtake = async () => {
      await attempted(outbox);
      await rollUp(outbox.store, now);
    };
    let overtaken: Promise<void> | undefined;
    const late: Store = {
      ...outbox.store,
      write: async (statements) => {
        overtaken ??= overtake();
        await overtaken;
        return outbox.store.write(statements);
      },
    };
    await rollUp(late, now);
    await rollUp(outbox.store, now);
    expect(await counted(outbox, 1)).toEqual(each(2));
  });

  test("each retry for itself, and test sends not at all", async () => {
    await using outbox = await withWebhook();
    const job = await outbox.leased();
    await record(
      outbox.committer,
      job,
      attemptOf({ outcome: "timeout", started: outbox.clock.now() }),
      again(9000),
    );
    const lease = "UPDATE deliveries SET lease_owner = ?, lease_until = 1";
    await outbox.run(lease, [LEASE]);
    await record(
      outbox.committer,
      await outbox.loaded(job.delivery),
      attemptOf({ started: outbox.clock.now() }),
      succeeded(),
    );
    const event = newEvent("evt_test", 1);
    const test = { ...job, event, delivery: "dlv_test" };
    await recordTest(
      outbox.committer,
      event,
      test,
      attemptOf({ trigger: "test", started: outbox.clock.now() }),
      succeeded(),
    );
    await outbox.run("UPDATE events SET is_test = 1 WHERE id = 'evt_test'");
    await rollUp(outbox.store, outbox.clock.now());
    expect(await counted(outbox, 1)).toEqual(each(2));
    expect(await published(outbox, "default")).toEqual([{ accepted: 1, unmatched: 0 }]);
  });

  test("in portions, each whole or not at all", async () => {
    await using outbox = await withWebhook();
    await attempted(outbox);
    const more = `WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
      INSERT INTO attempts (delivery_seq, number, trigger, started_at, duration_ms, outcome, url, request_headers, body_format)
      SELECT 1, i, 'schedule', ?, i, 'success', 'u', '[]', 'envelope iso' FROM n`;
    await outbox.run(more, [outbox.clock.now()]);
    await rollUp(outbox.store, outbox.clock.now(), 1);
    expect(await counted(outbox, 1)).toEqual(each(1000));
    const refuse = times(1, "busy");
    const store = failing(outbox.store, { write: refuse });
    expect(await rollUp(store, outbox.clock.now()).catch((error) => error)).toBeInstanceOf(StoreError);
    expect(await counted(outbox, 1)).toEqual(each(1000));
    await rollUp(store, outbox.clock.now());
    expect(await counted(outbox, 1)).toEqual(each(2500));
  });
});

test("events that nobody got are counted as such, for their tenant and over all", async () => {
  await using outbox = await withWebhook();
  await outbox.publish();
  await outbox.publish({ tenant: "other" });
  await outbox.publish({ tenant: "other" });
  await rollUp(outbox.store, outbox.clock.now());
  expect(await published(outbox, "default")).toEqual([{ accepted: 1, unmatched: 0 }]);
  expect(await published(outbox, "other")).toEqual([{ accepted: 2, unmatched: 2 }]);
  expect(await published(outbox, "")).toEqual([{ accepted: 3, unmatched: 2 }]);
});

describe("when rows are deleted and their places given to new ones", () => {
  test("pruning lets nothing be left out or counted twice", async () => {
    await using outbox = await withWebhook();
    for (let i = 0; i < 3; i++) await attempted(outbox);
    await rollUp(outbox.store, outbox.clock.now());
    outbox.clock.advance(1000);
    expect(await prune(outbox.store, outbox.clock.now())).toBe(3);
    // As many as there were, so that a cursor that had stayed would hide all of them.
    for (let i = 0; i < 3; i++) await attempted(outbox);
    expect(await outbox.all("SELECT min(seq) AS first FROM attempts")).toEqual([{ first: 1 }]);
    await rollUp(outbox.store, outbox.clock.now());
    expect(await counted(outbox, 1)).toEqual(each(6));
    expect(await published(outbox, "default")).toEqual([{ accepted: 6, unmatched: 0 }]);
  });

  test("a cursor that was left beyond the last row steps back", async () => {
    await using outbox = await withWebhook();
    for (let i = 0; i < 3; i++) await attempted(outbox);
    await rollUp(outbox.store, outbox.clock.now());
    await outbox.run("DELETE FROM events");
    await rollUp(outbox.store, outbox.clock.now());
    for (let i = 0; i < 3; i++) await attempted(outbox);
    await rollUp(outbox.store, outbox.clock.now());
    expect(await counted(outbox, 1)).toEqual(each(6));
  });
});

describe("counts are forgotten", () => {
  test("minutes after two days, hours after ninety, days after four hundred", async () => {
    await using outbox = await withWebhook();
    await attempted(outbox);
    await rollUp(outbox.store, outbox.clock.now());
    const left: number[] = [];
    for (const days of [1, 2, 88, 311]) {
      outbox.clock.advance(days * spans.day);
      await forget(outbox.store, outbox.clock.now(), 0);
      left.push(Object.keys(await counted(outbox, 1)).length);
    }
    expect(left).toEqual([3, 2, 1, 0]);
    expect(await outbox.all("SELECT count(*) AS n FROM event_stats")).toEqual([{ n: 0 }]);
  });

  test("and never come back: what is counted late is left out of the stretches that are gone", async () => {
    await using outbox = await withWebhook();
    await attempted(outbox);
    outbox.clock.advance(3 * spans.day);
    await forget(outbox.store, outbox.clock.now(), 0);
    await rollUp(outbox.store, outbox.clock.now());
    expect(await counted(outbox, 1)).toEqual({ [spans.hour]: 1, [spans.day]: 1 });
  });

  test("with their webhook, so that the next one to get its place begins with nothing", async () => {
    await using outbox = await withWebhook();
    await attempted(outbox);
    await rollUp(outbox.store, outbox.clock.now());
    const now = outbox.clock.now();
    await outbox.run("UPDATE webhooks SET deleted_at = ?", [now]);
    await prune(outbox.store, now + 1);
    expect(await pruneWebhooks(outbox.store, now + 1)).toBe(0);
    await forget(outbox.store, now, now + 1);
    expect(await pruneWebhooks(outbox.store, now + 1)).toBe(1);
    await outbox.addWebhook();
    expect(await counted(outbox, 1)).toEqual({});
    expect(await counted(outbox, 0)).toEqual(each(1));
  });
});

describe("the scale of latencies", () => {
  async function bucketsOf(outbox: Outbox, values: number[]): Promise<number[]> {
    const sql = `SELECT ${bucketSql("value")} AS bucket FROM json_each(?)`;
    return (await outbox.all<{ bucket: number }>(sql, [JSON.stringify(values)])).map(({ bucket }) => bucket);
  }

  test("gives every percentile within 10 % of a sorted list's", async () => {
    await using outbox = await openOutbox();
    let state = 7;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const values = Array.from({ length: 5000 }, () => 0.1 * 3e6 ** random());
    const histogram = new Map<number, number>();
    for (const bucket of await bucketsOf(outbox, values))
      histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1);
    const sorted = values.toSorted((a, b) => a - b);
    for (const share of [0.001, 0.1, 0.5, 0.75, 0.95, 0.99, 0.999, 1]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      const told = percentile(histogram, share) ?? 0;
      expect({ share, off: Math.abs(told / exact - 1) < 0.1 }).toEqual({ share, off: true });
    }
  });

  test("has an end on both sides, and nothing to say of nothing", async () => {
    await using outbox = await openOutbox();
    const [zero, below, first, ...far] = await bucketsOf(
      outbox,
      [0, 0.099, 0.1, 372_000_000, 400_000, 300_000],
    );
    expect([zero, below, first]).toEqual([0, 0, 1]);
    expect(far[0]).toBe(far[1] as number);
    expect(far[2]).toBeLessThan(far[1] as number);
    expect(percentile(new Map(), 0.5)).toBeNull();
  });
});

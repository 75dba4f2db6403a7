import { describe, expect, test } from "bun:test";
import { fanOut, whyNot } from "../../src/outbox/fan-out.ts";
import type { Filters } from "../../src/outbox/filter.ts";
import { covers, coversPattern, mismatch } from "../../src/outbox/match.ts";
import { newEvent, noFilters, type Outbox, openOutbox } from "./helpers.ts";

const event = newEvent("e", 0);

const reachOf = ({ registry }: Pick<Outbox, "registry">, sandbox: Filters = noFilters, fields = {}) =>
  fanOut({ registry, sandbox }, { ...event, ...fields });

test.each([
  ["*", "order", true],
  ["order", "order", true],
  ["order", "orders", false],
  ["order.*", "order.created", true],
  ["order.*", "order.line.added", true],
  ["order.*", "order", false],
  ["order.*", "orders.created", false],
  ["order.*", "order-line.created", false],
  ["order.line.*", "order.created", false],
  ["order.created", "order.created.late", false],
  ["stock-level.*", "stock-level.low", true],
  ["stock-level", "stock.level", false],
  ["Order.created", "order.created", false],
])("the pattern %s covers the type %s: %p", (pattern, type, expected) => {
  expect(covers(pattern, type)).toBe(expected);
});

test.each([
  [["*"], "*", true],
  [["*"], "order.*", true],
  [["order.*"], "*", false],
  [["order.*"], "order.*", true],
  [["order.*"], "order.created", true],
  [["order.*"], "order", false],
  [["order.*"], "order.line.*", true],
  [["order.line.*"], "order.*", false],
  [["order.created"], "order.*", false],
  [["stock.low", "order.*"], "order.created", true],
  [[], "order.created", false],
] as [string[], string, boolean][])("%p covers all that %s covers: %p", (wide, narrow, expected) => {
  expect(coversPattern(wide, narrow)).toBe(expected);
});

const subscription = { eventTypes: ["order.*"], channels: ["a"], status: "active" };

test.each([
  [{}, null],
  [{ status: "paused" }, null],
  [{ channels: null }, null],
  [{ eventTypes: ["stock.*"] }, "it does not subscribe to order.created"],
  [{ channels: ["b"] }, "it does not select the channel a"],
  [{ status: "unverified" }, "its URL is not verified yet"],
  [{ status: "disabled" }, "it is disabled"],
])("a webhook that differs by %p gets the event or says why not: %p", (fields, expected) => {
  expect(mismatch({ ...subscription, ...fields }, "order.created", "a")).toBe(expected);
});

test("a webhook with channels does not get an event without one", () => {
  expect(mismatch(subscription, "order.created", null)).toBe("the event has no channel, and it selects some");
});

describe("an event that nobody gets says why", () => {
  test("no webhooks", async () => {
    await using outbox = await openOutbox();
    expect((await reachOf(outbox)).unmatchedReason).toBe("the tenant has no webhooks");
  });

  test("one webhook", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ event_types: '["stock.*"]' });
    expect(await reachOf(outbox)).toEqual({
      targets: [],
      filtered: [],
      unmatchedReason: "the tenant's one webhook does not get it: it does not subscribe to order.created",
    });
  });

  test("several webhooks, none of which subscribes, and other tenants' do not count", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ event_types: '["stock.*"]' });
    await outbox.addWebhook({ event_types: '["order"]' });
    await outbox.addWebhook({ tenant: "other" });
    expect((await reachOf(outbox)).unmatchedReason).toBe(
      "none of the tenant's 2 webhooks subscribes to order.created",
    );
  });

  test("several webhooks that subscribe, each reason once", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ status: "disabled", status_reason: "operator" });
    await outbox.addWebhook({ status: "disabled", status_reason: "gone" });
    await outbox.addWebhook({ channels: '["a"]' });
    expect((await reachOf(outbox)).unmatchedReason).toBe(
      "3 of the tenant's webhooks subscribe to order.created, but: it is disabled; the event has no channel, and it selects some",
    );
  });

  test("and one that does match is all that counts", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ status: "disabled", status_reason: "operator" });
    const id = await outbox.addWebhook({ status: "paused" });
    const { targets, unmatchedReason } = await reachOf(outbox);
    expect([targets.map((target) => target.id), unmatchedReason]).toEqual([[id], null]);
  });
});

describe("a webhook's filter", () => {
  /** Answers what its expression says, and keeps what it was asked. */
  function judge() {
    const asked: string[] = [];
    const answers: Record<string, Awaited<ReturnType<Filters["filter"]>>> = {
      yes: { matches: true, value: "true" },
      no: { matches: false, value: "false" },
      nothing: { matches: false, value: null },
      loops: { error: "it took longer than 100 ms" },
      odd: { error: `${"x".repeat(199)}😀\u0000` },
    };
    const filter: Filters["filter"] = async (expression, input) => {
      asked.push(input);
      return answers[expression] ?? { error: "unknown" };
    };
    return { filter, asked };
  }

  test("decides whether it gets the event, and each that does not says why", async () => {
    await using outbox = await openOutbox();
    const yes = await outbox.addWebhook({ filter: "yes" });
    const no = await outbox.addWebhook({ filter: "no" });
    const nothing = await outbox.addWebhook({ filter: "nothing" });
    const loops = await outbox.addWebhook({ filter: "loops" });
    const open = await outbox.addWebhook();
    const { targets, filtered, unmatchedReason } = await reachOf(outbox, judge());
    expect([targets.map(({ id }) => id), unmatchedReason]).toEqual([[yes, open], null]);
    expect(filtered).toEqual([
      { webhook: no, reason: "its filter answered false" },
      { webhook: nothing, reason: "its filter answered nothing" },
      { webhook: loops, reason: "its filter failed: it took longer than 100 ms" },
    ]);
  });

  test("is summed up where nobody gets the event", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ filter: "no" });
    expect((await reachOf(outbox, judge())).unmatchedReason).toBe(
      "the tenant's one webhook does not get it: its filter answered false",
    );
    await outbox.addWebhook({ filter: "loops" });
    await outbox.addWebhook({ status: "disabled", status_reason: "operator", filter: "yes" });
    expect((await reachOf(outbox, judge())).unmatchedReason).toBe(
      "3 of the tenant's webhooks subscribe to order.created, but: its filter answered false; " +
        "its filter failed: it took longer than 100 ms; it is disabled",
    );
  });

  test("sees the event as it was written, and is asked only where all else matches", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ filter: "yes" });
    await outbox.addWebhook({ filter: "yes", channels: '["other"]' });
    await outbox.addWebhook({ filter: "yes", status: "unverified" });
    const sandbox = judge();
    await reachOf(outbox, sandbox, { channel: "c", data: '{"n":12345678901234567890,"m":1.50}' });
    await reachOf(outbox, sandbox, { actor: 'say "a"', previousAttributes: '{"a":1}' });
    expect(sandbox.asked).toEqual([
      '{"type":"order.created","channel":"c","actor":null,"data":{"n":12345678901234567890,"m":1.50},"previous_attributes":null}',
      '{"type":"order.created","channel":null,"actor":"say \\"a\\"","data":{"total":1.50},"previous_attributes":{"a":1}}',
    ]);
  });

  test("that cannot be asked as too many of the tenant's wait refuses the event instead of losing it", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ filter: "yes" });
    const filter: Filters["filter"] = async () => ({ error: "too many are waiting", crowded: true });
    const refused = reachOf(outbox, { filter });
    await expect(refused).rejects.toMatchObject({ name: "StoreError", code: "crowded" });
  });

  test("cannot bring into the log what the database cannot keep", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ filter: "odd" });
    const { filtered } = await reachOf(outbox, judge());
    expect(filtered[0]?.reason).toBe(`its filter failed: ${"x".repeat(199)}\ufffd`);
  });

  test("that takes its time does not bring the event to a webhook that was disabled or deleted meanwhile", async () => {
    await using outbox = await openOutbox();
    const slow = await outbox.addWebhook({ filter: "slow" });
    const deleted = await outbox.addWebhook();
    const stays = await outbox.addWebhook();
    const filter: Filters["filter"] = async () => {
      await outbox.run("UPDATE webhooks SET status = 'disabled', status_reason = 'gone' WHERE id = ?", [
        slow,
      ]);
      await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE id = ?", [deleted]);
      for (const id of [slow, deleted]) await outbox.registry.refresh(id);
      return { matches: true, value: "true" };
    };
    const { targets } = await reachOf(outbox, { filter });
    expect(targets.map(({ id }) => id)).toEqual([stays]);
  });

  test("tells of one webhook alone, for events of the past", async () => {
    await using outbox = await openOutbox();
    const why = async (fields: Record<string, string | null>) => {
      const target = outbox.registry.webhook(await outbox.addWebhook(fields));
      return target && whyNot(judge(), target, event);
    };
    expect(await why({})).toBeNull();
    expect(await why({ filter: "yes" })).toBeNull();
    expect(await why({ filter: "no" })).toBe("its filter answered false");
    expect(await why({ filter: "no", event_types: '["a"]' })).toBe("it does not subscribe to order.created");
  });
});

describe("the registry", () => {
  test("forgets what it remembered of subscribers when a webhook changes", async () => {
    await using outbox = await openOutbox();
    const id = await outbox.addWebhook();
    expect((await reachOf(outbox)).targets).toHaveLength(1);
    await outbox.run(`UPDATE webhooks SET event_types = '["stock.*"]' WHERE id = ?`, [id]);
    await outbox.registry.refresh(id);
    expect((await reachOf(outbox)).targets).toHaveLength(0);
    await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE id = ?", [id]);
    expect(await outbox.registry.refresh(id)).toBeUndefined();
    expect((await reachOf(outbox)).unmatchedReason).toBe("the tenant has no webhooks");
  });

  test("loading anew does not lose a webhook that was refreshed meanwhile", async () => {
    await using outbox = await openOutbox();
    const stale = outbox.query.select().from(await import("../../src/db/schema.ts").then((s) => s.webhooks));
    expect(await stale).toEqual([]);
    const loading = outbox.registry.load();
    const id = await outbox.addWebhook();
    await loading;
    expect(outbox.registry.webhook(id)?.id).toBe(id);
  });
});

import { describe, expect, test } from "bun:test";
import { fanOut } from "../../src/outbox/fan-out.ts";
import { covers, coversPattern, mismatch } from "../../src/outbox/match.ts";
import { openOutbox } from "./helpers.ts";

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
  const event = { tenant: "default", type: "order.created", channel: null };

  test("no webhooks", async () => {
    await using outbox = await openOutbox();
    expect(fanOut(outbox.registry, event).unmatchedReason).toBe("the tenant has no webhooks");
  });

  test("one webhook", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ event_types: '["stock.*"]' });
    expect(fanOut(outbox.registry, event)).toEqual({
      targets: [],
      unmatchedReason: "the tenant's one webhook does not get it: it does not subscribe to order.created",
    });
  });

  test("several webhooks, none of which subscribes, and other tenants' do not count", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ event_types: '["stock.*"]' });
    await outbox.addWebhook({ event_types: '["order"]' });
    await outbox.addWebhook({ tenant: "other" });
    expect(fanOut(outbox.registry, event).unmatchedReason).toBe(
      "none of the tenant's 2 webhooks subscribes to order.created",
    );
  });

  test("several webhooks that subscribe, each reason once", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ status: "disabled", status_reason: "operator" });
    await outbox.addWebhook({ status: "disabled", status_reason: "gone" });
    await outbox.addWebhook({ channels: '["a"]' });
    expect(fanOut(outbox.registry, event).unmatchedReason).toBe(
      "3 of the tenant's webhooks subscribe to order.created, but: it is disabled; the event has no channel, and it selects some",
    );
  });

  test("and one that does match is all that counts", async () => {
    await using outbox = await openOutbox();
    await outbox.addWebhook({ status: "disabled", status_reason: "operator" });
    const id = await outbox.addWebhook({ status: "paused" });
    const { targets, unmatchedReason } = fanOut(outbox.registry, event);
    expect([targets.map((target) => target.id), unmatchedReason]).toEqual([[id], null]);
  });
});

describe("the registry", () => {
  const event = { tenant: "default", type: "order.created", channel: null };

  test("forgets what it remembered of subscribers when a webhook changes", async () => {
    await using outbox = await openOutbox();
    const id = await outbox.addWebhook();
    expect(fanOut(outbox.registry, event).targets).toHaveLength(1);
    await outbox.run(`UPDATE webhooks SET event_types = '["stock.*"]' WHERE id = ?`, [id]);
    await outbox.registry.refresh(id);
    expect(fanOut(outbox.registry, event).targets).toHaveLength(0);
    await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE id = ?", [id]);
    expect(await outbox.registry.refresh(id)).toBeUndefined();
    expect(fanOut(outbox.registry, event).unmatchedReason).toBe("the tenant has no webhooks");
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

import { expect, test } from "bun:test";
import { codeOf, failing, times } from "../db/helpers.ts";
import { countingHandoff, LEASE, LEASE_UNTIL, openOutbox } from "./helpers.ts";

test("an event and its deliveries are written together, born leased where there is room", async () => {
  await using outbox = await openOutbox();
  const [first, second] = [await outbox.addWebhook(), await outbox.addWebhook()];
  const handoff = countingHandoff(1);
  expect(await outbox.publish({ id: "e1", channel: "c" }, handoff)).toEqual({
    outcome: "accepted",
    deliveries: 2,
  });
  const made = await outbox.all(
    `SELECT w.id AS webhook, d.status, d.type, d.channel, d.next_attempt_at, d.lease_owner, d.lease_until
      FROM deliveries d JOIN webhooks w ON w.seq = d.webhook_seq ORDER BY d.seq`,
  );
  const common = {
    status: "pending",
    type: "order.created",
    channel: "c",
    next_attempt_at: outbox.clock.now(),
  };
  expect(made).toEqual([
    { webhook: first, ...common, lease_owner: LEASE, lease_until: LEASE_UNTIL },
    { webhook: second, ...common, lease_owner: null, lease_until: null },
  ]);
  expect(handoff.started.map(({ webhook, lease }) => [webhook, lease])).toEqual([[first, LEASE]]);
  expect(handoff.due_).toEqual([[second, outbox.clock.now()]]);
  expect(handoff.counts).toEqual({ reserved: 0, size: 0 });
});

test("what is handed over is what the database would give", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook();
  const job = await outbox.leased({ channel: "c", actor: "me", previousAttributes: '{"a":1}' });
  const { tenant, idempotencyKey, ...event } = job.event as typeof job.event & Record<string, unknown>;
  expect({ ...job, event }).toEqual((await outbox.loaded(job.delivery)) as never);
});

test("numbers and text of the data come back as they were written", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook();
  const data = '{"n":12345678901234567890,"m":1.50,"s":"\\u0000 \\ud800 é 😀"}';
  const { delivery } = await outbox.leased({ data });
  expect((await outbox.loaded(delivery)).event.data).toBe(data);
});

test("the same id twice at once is accepted once, with one set of deliveries", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook();
  await outbox.addWebhook();
  const handoff = countingHandoff(100);
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => outbox.publish({ id: "same" }, handoff)),
  );
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
    "accepted",
    "exists",
    "exists",
    "exists",
    "exists",
  ]);
  expect(await outbox.all("SELECT count(*) AS n FROM events")).toEqual([{ n: 1 }]);
  expect(await outbox.all("SELECT count(*) AS n FROM deliveries")).toEqual([{ n: 2 }]);
  expect(handoff.started).toHaveLength(2);
  expect(handoff.counts).toEqual({ reserved: 0, size: 0 });
});

test("the same idempotency key twice at once is accepted once; other tenants have keys and ids of their own", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook();
  const published = [
    outbox.publish({ idempotencyKey: "k" }),
    outbox.publish({ idempotencyKey: "k" }),
    outbox.publish({ idempotencyKey: "k", tenant: "other" }),
    outbox.publish({ id: "same" }),
    outbox.publish({ id: "same", tenant: "other" }),
  ];
  const outcomes = (await Promise.all(published)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(["accepted", "exists", "accepted", "accepted", "accepted"]);
});

test("an unknown tenant and an unknown type are made by the first event, however many come at once", async () => {
  await using outbox = await openOutbox();
  await Promise.all(Array.from({ length: 5 }, () => outbox.publish({ tenant: "new", type: "brand.new" })));
  expect(await outbox.all("SELECT id FROM tenants")).toEqual([{ id: "new" }]);
  expect(await outbox.all("SELECT name, declared FROM event_types")).toEqual([
    { name: "brand.new", declared: 0 },
  ]);
  expect(outbox.registry.knowsTenant("new") && outbox.registry.catalogue.knows("brand.new")).toBe(true);
});

test("an event that nobody gets is kept with the reason", async () => {
  await using outbox = await openOutbox();
  expect(await outbox.publish({ id: "e" })).toEqual({ outcome: "accepted", deliveries: 0 });
  const { delivery_count, unmatched_reason } = await outbox.row("events", "e");
  expect([delivery_count, unmatched_reason]).toEqual([0, "the tenant has no webhooks"]);
});

test("the webhooks whose filter kept an event from them are kept with it, and only where there are some", async () => {
  await using outbox = await openOutbox(undefined, {
    filter: async (expression) => ({ matches: expression === "true", value: expression }),
  });
  await outbox.addWebhook({ filter: "true" });
  await outbox.publish({ id: "all" });
  const kept = await outbox.addWebhook({ filter: "false" });
  await outbox.publish({ id: "some" });
  const row = async (id: string) => {
    const { delivery_count, unmatched_reason, filtered } = await outbox.row("events", id);
    return [delivery_count, unmatched_reason, filtered];
  };
  expect(await row("all")).toEqual([1, null, null]);
  const reasons = JSON.stringify([{ webhook: kept, reason: "its filter answered false" }]);
  expect(await row("some")).toEqual([1, null, reasons]);
});

test("a database that fails gives every reservation back, and nothing was written", async () => {
  await using outbox = await openOutbox((store) => {
    const fault = times(1, "full");
    return failing(store, { write: fault });
  });
  await outbox.addWebhook();
  const handoff = countingHandoff(10);
  expect(await codeOf(outbox.publish({}, handoff))).toBe("full");
  expect(handoff.counts).toEqual({ reserved: 0, size: 0 });
  expect(await outbox.all("SELECT seq FROM events")).toEqual([]);
  expect((await outbox.publish({}, handoff)).outcome).toBe("accepted");
});

test("a webhook deleted between matching and commit gets no delivery, and its reservation is given back", async () => {
  await using outbox = await openOutbox();
  const gone = await outbox.addWebhook();
  const stays = await outbox.addWebhook();
  await outbox.run("UPDATE webhooks SET deleted_at = 1 WHERE id = ?", [gone]);
  const handoff = countingHandoff(10);
  await outbox.publish({}, handoff);
  expect(handoff.started.map(({ webhook }) => webhook)).toEqual([stays]);
  expect(handoff.counts).toEqual({ reserved: 0, size: 0 });
  expect(await outbox.all("SELECT seq FROM deliveries")).toHaveLength(1);
});

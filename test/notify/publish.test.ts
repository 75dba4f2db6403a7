import { expect, test } from "bun:test";
import { type Store, StoreError } from "../../src/db/store.ts";
import { publishOnce } from "../../src/notify/publish.ts";
import { codeOf, failing } from "../db/helpers.ts";
import { countingHandoff, type Outbox, openOutbox } from "../outbox/helpers.ts";
import { dataOf, happen } from "./helpers.ts";

const sandbox = {
  filter: () => {
    throw new Error("no webhook here has a filter");
  },
};
const publish = (outbox: Outbox, store: Store = outbox.store) =>
  publishOnce({ ...outbox, store, sandbox, handoff: countingHandoff() });

const events = (outbox: Outbox) =>
  outbox.all("SELECT id, tenant, type, channel, created_at, data, delivery_count FROM events ORDER BY seq");

test("what happened becomes an event of the tenant _operator, whether or not somebody subscribes to it", async () => {
  await using outbox = await openOutbox();
  const id = await happen(outbox, "webhook.disabled", { tenant: "acme" });
  expect(await publish(outbox)).toBe(1);
  const data = dataOf("webhook.disabled", "acme", { id: "wh_1", url: "https://acme.test/hook" });
  expect(await events(outbox)).toEqual([
    {
      ...{ id, tenant: "_operator", type: "webhook.disabled", channel: "acme", delivery_count: 0 },
      ...{ created_at: outbox.clock.now(), data: JSON.stringify(data) },
    },
  ]);
  expect(await publish(outbox)).toBe(0);
  expect(await events(outbox)).toHaveLength(1);
});

test("webhooks of _operator get what they subscribe to, by kind and by tenant", async () => {
  await using outbox = await openOutbox();
  const add = (fields: Record<string, string>) => outbox.addWebhook({ tenant: "_operator", ...fields });
  const all = await add({});
  const acme = await add({ event_types: '["webhook.disabled"]', channels: '["acme"]' });
  await happen(outbox, "webhook.disabled", { tenant: "acme" });
  await happen(outbox, "webhook.disabled", { tenant: "other" });
  await happen(outbox, "webhook.created", { tenant: "acme" });
  await publish(outbox);
  const counted = await outbox.all(
    "SELECT w.id, count(*) AS n FROM deliveries d JOIN webhooks w ON w.seq = d.webhook_seq GROUP BY w.id ORDER BY w.seq",
  );
  expect(counted).toEqual([
    { id: all, n: 3 },
    { id: acme, n: 1 },
  ]);
});

test("what happens to webhooks of _operator itself becomes no event", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook({ tenant: "_operator" });
  await happen(outbox, "delivery.exhausted", { tenant: "_operator" });
  expect(await publish(outbox)).toBe(1);
  expect(await events(outbox)).toEqual([]);
  expect(await publish(outbox)).toBe(0);
});

test("its types are no part of the catalogue", async () => {
  await using outbox = await openOutbox();
  await happen(outbox);
  await publish(outbox);
  expect(await outbox.all("SELECT name FROM event_types")).toEqual([]);
  expect(outbox.registry.catalogue.knows("webhook.failing")).toBe(false);
});

test("a crash between an event and its mark, or two processes at once, publish nothing twice", async () => {
  await using outbox = await openOutbox();
  await outbox.addWebhook({ tenant: "_operator" });
  for (let i = 0; i < 3; i++) await happen(outbox);
  const crashing = failing(outbox.store, {
    write: ([first]) =>
      first?.sql.startsWith("UPDATE happenings") ? new StoreError("unavailable", "crash") : null,
  });
  expect(await codeOf(publish(outbox, crashing))).toBe("unavailable");
  expect(await events(outbox)).toHaveLength(3);
  await Promise.all([publish(outbox), publish(outbox)]);
  expect(await events(outbox)).toHaveLength(3);
  expect(await outbox.all("SELECT count(*) AS n FROM deliveries")).toEqual([{ n: 3 }]);
  expect(await outbox.all("SELECT id FROM happenings WHERE published_at IS NULL")).toEqual([]);
});

test("however many there are, all are published", async () => {
  await using outbox = await openOutbox();
  for (let i = 0; i < 450; i++) await happen(outbox);
  expect(await publish(outbox)).toBe(450);
  expect(await events(outbox)).toHaveLength(450);
});

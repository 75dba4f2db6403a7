import { expect, test } from "bun:test";
import { emptyFolder, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";
import { deliveryOf } from "./deliveries.ts";

const EVENTS = 200;
const never = () => new Promise<never>(() => {});
const count = (length: number) => Array.from({ length }, (_, i) => ({ type: "order.created", data: { i } }));

test("a webhook that never answers keeps nothing from one that does", async () => {
  using folder = emptyFolder();
  await using hanging = await startReceiver(never);
  await using fine = await startReceiver();
  await using instance = await startExecutable({ dir: folder.path });
  await registerWebhook(instance, hanging.url);
  await registerWebhook(instance, fine.url);
  const { body } = await instance.call("POST", "/events/batch", { events: count(EVENTS) });
  expect(body).toMatchObject({ data: count(EVENTS).map(() => ({ deliveries: 2 })) });
  await fine.waitFor(EVENTS);
  // The hanging ones are still the first that were sent: none has ended yet and none of the others has been begun.
  expect((await hanging.waitFor(16)).length).toBe(16);
  const { body: hung } = await instance.call("GET", "/deliveries?status=failure");
  expect(hung.data).toEqual([]);
});

test("a redirect is written down and its target is never visited", async () => {
  using folder = emptyFolder();
  await using target = await startReceiver();
  await using receiver = await startReceiver(() => ({ status: 302, headers: { location: target.url } }));
  await using instance = await startExecutable({ dir: folder.path });
  await registerWebhook(instance, receiver.url);
  const { id } = await publish(instance);
  const delivery = await deliveryOf(instance, id, ({ attempt_count }) => attempt_count === 1);
  expect(delivery).toMatchObject({
    status: "pending",
    attempts: [{ outcome: "redirect", status_code: 302, response: { headers: { location: target.url } } }],
  });
  expect(target.requests).toEqual([]);
});

test("410 disables a webhook, and what it still had to get is cancelled and says why", async () => {
  using folder = emptyFolder();
  const held = Promise.withResolvers<void>();
  await using receiver = await startReceiver(async () => {
    await held.promise;
    return 410;
  });
  await using instance = await startExecutable({
    dir: folder.path,
    env: { POSTHORN_WEBHOOK_CONCURRENCY: "1" },
  });
  const { id } = await registerWebhook(instance, receiver.url);
  await instance.call("POST", "/events/batch", { events: count(3) });
  await receiver.waitFor(1);
  held.resolve();
  const webhook = await waitFor(async () => {
    const { body } = await instance.call("GET", `/webhooks/${id}`);
    return body.status === "disabled" ? body : null;
  });
  expect(webhook).toMatchObject({ status_reason: "gone" });
  const deliveries = await waitFor(async () => {
    const { body } = await instance.call<{ data: { status: string }[] }>("GET", "/deliveries");
    return body.data.some(({ status }) => status === "pending") ? null : body.data;
  });
  // Newest first: the oldest is the one that was answered 410.
  expect(deliveries).toMatchObject([
    { status: "cancelled", cancel_reason: "webhook_disabled", attempt_count: 0 },
    { status: "cancelled", cancel_reason: "webhook_disabled", attempt_count: 0 },
    { status: "failed", cancel_reason: null, last_attempt: { status_code: 410 } },
  ]);
  expect(receiver.requests.length).toBe(1);
});

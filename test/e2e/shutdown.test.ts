import { expect, test } from "bun:test";
import { emptyFolder, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { Book, publishUntilGone } from "./book.ts";
import { deliveryOf } from "./deliveries.ts";

const never = () => new Promise<never>(() => {});

test("SIGTERM lets an attempt in flight end and writes it down; what waits goes out after the next start", async () => {
  using folder = emptyFolder();
  const held = Promise.withResolvers<void>();
  await using receiver = await startReceiver(async () => {
    await held.promise;
    return 200;
  });
  const run = { dir: folder.path, env: { POSTHORN_WEBHOOK_CONCURRENCY: "1" } };
  await using first = await startExecutable(run);
  await registerWebhook(first, receiver.url);
  const inFlight = await publish(first, { id: "in-flight" });
  const waiting = await publish(first, { id: "waiting" });
  await receiver.waitFor(1);
  first.kill("SIGTERM");
  await first.logged('"msg":"stopping"');
  expect(await first.call("POST", "/events", { type: "a", data: 1 })).toMatchObject({
    status: 503,
    body: { code: "shutting_down" },
  });
  expect((await fetch(`${first.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  held.resolve();
  expect(await first.exited).toBe(0);
  expect(first.log).toContain('"msg":"stopped"');
  expect(receiver.requests.length).toBe(1);

  await using second = await startExecutable(run);
  expect(second.log).not.toContain("deliveries of the last run");
  const succeeded = ({ status }: { status: string }) => status === "succeeded";
  expect((await deliveryOf(second, inFlight.id, succeeded)).attempt_count).toBe(1);
  expect((await deliveryOf(second, waiting.id, succeeded)).attempt_count).toBe(1);
  expect(receiver.requests.map(({ text }) => JSON.parse(text).id)).toEqual(["in-flight", "waiting"]);
});

test("an attempt that outlasts POSTHORN_SHUTDOWN_SECONDS is interrupted, and its delivery goes on afterwards", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver(never);
  const run = { dir: folder.path, env: { POSTHORN_SHUTDOWN_SECONDS: "1" } };
  await using first = await startExecutable(run);
  await registerWebhook(first, receiver.url);
  const { id } = await publish(first);
  await receiver.waitFor(1);
  const before = performance.now();
  expect(await first.end("SIGTERM")).toBe(0);
  const took = performance.now() - before;
  expect(took).toBeGreaterThan(950);
  expect(took).toBeLessThan(5000);

  receiver.reply(200);
  await using second = await startExecutable(run);
  const delivery = await deliveryOf(second, id, ({ status }) => status === "succeeded");
  expect(delivery.attempts).toMatchObject([
    { outcome: "interrupted", status_code: null },
    { outcome: "success" },
  ]);
});

test("a second signal ends it at once", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver(never);
  await using instance = await startExecutable({ dir: folder.path });
  await registerWebhook(instance, receiver.url);
  await publish(instance);
  await receiver.waitFor(1);
  instance.kill("SIGTERM");
  await instance.logged('"msg":"stopping"');
  expect(await instance.end("SIGINT")).toBe(1);
  expect(instance.log).not.toContain('"msg":"stopped"');
});

test("stopped under a stream of events it loses none and sends none twice", async () => {
  using folder = emptyFolder();
  let happened = () => {};
  const book = new Book(() => happened());
  await using receiver = await startReceiver(({ text }) =>
    book.arrived("receiver", JSON.parse(text).id, 200),
  );
  let instance = await startExecutable({ dir: folder.path });
  await registerWebhook(instance, receiver.url);
  for (const moment of [1, 50, 150, 300]) {
    let left = moment;
    happened = () => {
      if (--left === 0) instance.kill("SIGTERM");
    };
    await publishUntilGone(instance, book);
    expect(await instance.exited).toBe(0);
    instance = await startExecutable({ dir: folder.path });
  }
  await book.sendAgain(instance);
  await book.everythingAt(["receiver"]);
  expect(await instance.end("SIGTERM")).toBe(0);
  expect(book.faults).toEqual([]);
  expect(book.repeats("receiver")).toBe(0);
});

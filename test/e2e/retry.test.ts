import { expect, test } from "bun:test";
import { emptyFolder, report, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { deliveryOf } from "./deliveries.ts";

test("under organiko a failed attempt is really repeated after 5 s, the next is due after 30 s more", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver();
  receiver.reply([500, 500, 200]);
  await using instance = await startExecutable({ dir: folder.path });
  await registerWebhook(instance, receiver.url, { profile: "organiko" });
  const event = await publish(instance);
  await receiver.waitFor(2);
  const twice = await deliveryOf(instance, event.id, ({ attempt_count }) => attempt_count === 2);

  const [first, second] = twice.attempts.map(({ started, duration_ms }) => ({
    started: Date.parse(started),
    ended: Date.parse(started) + duration_ms,
  }));
  if (!first || !second) throw new Error("two attempts were expected");
  const waited = second.started - first.ended;
  report(`the first retry came after ${(waited / 1000).toFixed(3)} s`);
  expect(waited).toBeGreaterThan(4900);
  expect(waited).toBeLessThan(7000);
  expect(twice).toMatchObject({ status: "pending", attempts: [{ status_code: 500 }, { status_code: 500 }] });
  expect(Math.abs(Date.parse(twice.next_attempt ?? "") - second.ended - 30_000)).toBeLessThan(100);

  expect((await instance.call("POST", `/deliveries/${twice.id}/retry`)).status).toBe(202);
  const done = await deliveryOf(instance, event.id, ({ status }) => status === "succeeded");
  expect(done.attempts.map(({ trigger }) => trigger)).toEqual(["schedule", "schedule", "manual"]);
});

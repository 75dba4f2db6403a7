import { expect, test } from "bun:test";
import { emptyFolder, report, spawnExecutable, startExecutable } from "../support/executable.ts";
import { registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";

const PENDING = 10_000;
const BATCH = 1000;
const never = () => new Promise<never>(() => {});

test("a restart with 10,000 pending deliveries is ready at once, and all of them arrive", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver(never);
  await using first = await startExecutable({ dir: folder.path });
  await registerWebhook(first, receiver.url);
  for (let from = 0; from < PENDING; from += BATCH) {
    const events = Array.from({ length: BATCH }, (_, i) => ({ id: `e${from + i}`, type: "a", data: {} }));
    expect((await first.call("POST", "/events/batch", { events })).status).toBe(202);
  }
  await receiver.waitFor(1);
  expect(await first.end("SIGKILL")).toBe(137);

  const arrived = new Set<string>();
  const all = Promise.withResolvers<void>();
  receiver.reply(({ text }) => {
    arrived.add(JSON.parse(text).id);
    if (arrived.size === PENDING) all.resolve();
    return 200;
  });
  await using second = spawnExecutable({ dir: folder.path });
  const ms = await second.ready();
  report(`ready ${ms.toFixed(0)} ms after the start with ${PENDING} pending deliveries`);
  expect(ms).toBeLessThan(5000);
  await all.promise;
});

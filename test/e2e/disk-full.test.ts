import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { canConfine, smallDisk } from "../support/confined.ts";
import { type Executable, emptyFolder, spawnExecutable } from "../support/executable.ts";
import { registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";
import { nothingPending } from "./deliveries.ts";

const large = { type: "order.created", data: "x".repeat(50_000) };
const post = (instance: Executable) => instance.call("POST", "/events", large);
const readiness = async ({ url }: Executable) => (await fetch(`${url}/readyz`)).status;

test.skipIf(!canConfine())(
  "a full disk turns new events away, loses none of the old ones, and is forgotten when there is space",
  async () => {
    using folder = emptyFolder();
    await using receiver = await startReceiver();
    const env = { PATH: process.env.PATH ?? "" };
    await using instance = spawnExecutable({ dir: folder.path, command: smallDisk(), env });
    await instance.ready();
    await registerWebhook(instance, receiver.url);

    let accepted = 0;
    // More than once, because a small write may still find room after a large one has not.
    await waitFor(async () => {
      const answer = await post(instance);
      if (answer.status === 202) accepted++;
      else expect(answer).toMatchObject({ status: 503, body: { code: "disk_full" } });
      return (await readiness(instance)) === 503;
    }, "a full disk");
    await receiver.waitFor(accepted);

    rmSync(`/proc/${instance.pid}/cwd/data/ballast`);
    await waitFor(async () => (await post(instance)).status === 202, "acceptance");
    expect(await readiness(instance)).toBe(200);
    await nothingPending(instance);
    expect(receiver.requests.length).toBe(accepted + 1);
    expect(await instance.end("SIGTERM")).toBe(0);
  },
);

test.skipIf(!canConfine())("it stops in order on a disk that is full", async () => {
  using folder = emptyFolder();
  const env = { PATH: process.env.PATH ?? "" };
  await using instance = spawnExecutable({ dir: folder.path, command: smallDisk(), env });
  await instance.ready();
  while ((await post(instance)).status === 202);
  expect(await instance.end("SIGTERM")).toBe(0);
  expect(instance.log).toContain('"msg":"stopped"');
});

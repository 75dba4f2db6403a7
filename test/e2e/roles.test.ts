import { expect, test } from "bun:test";
import { emptyFolder, runExecutable, spawnExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { deliveryOf } from "./deliveries.ts";

const role = (dir: string, name: string) => ({
  dir,
  env: { POSTHORN_ROLE: name, POSTHORN_LISTEN: "127.0.0.1:0" },
});

test("an api and a worker that start together on an empty folder deliver", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver();
  await using api = spawnExecutable(role(folder.path, "api"));
  await using worker = spawnExecutable(role(folder.path, "worker"));
  await Promise.all([api.ready(), worker.ready()]);
  await registerWebhook(api, receiver.url);
  const { id } = await publish(api);
  await receiver.waitFor(1);
  expect(await deliveryOf(api, id, ({ status }) => status === "succeeded")).toMatchObject({
    attempt_count: 1,
  });
  expect(await worker.end("SIGTERM")).toBe(0);
  expect(await api.end("SIGTERM")).toBe(0);
});

test("whichever of them is first, both start", async () => {
  for (let start = 0; start < 5; start++) {
    using folder = emptyFolder();
    await using api = spawnExecutable(role(folder.path, "api"));
    await using worker = spawnExecutable(role(folder.path, "worker"));
    await Promise.all([api.ready(), worker.ready()]);
  }
});

test.each([["all"], ["api"], ["worker"]])(
  "a process that does everything shares its file with no %s",
  async (other) => {
    using folder = emptyFolder();
    await using first = spawnExecutable(role(folder.path, "all"));
    await first.ready();
    const { code, err } = await runExecutable({ ...role(folder.path, other), args: ["serve", "--local"] });
    expect(err).toContain("another Posthorn process is using it");
    expect(code).toBe(2);
  },
);

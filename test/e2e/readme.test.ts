import { expect, test } from "bun:test";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttemptedDelivery } from "../../src/modules/deliveries/model.ts";
import { emptyFolder, spawnExecutable } from "../support/executable.ts";
import { freeListeningAddress } from "../support/free-address.ts";
import { inShell } from "../support/shell.ts";
import { waitFor } from "../support/wait-for.ts";

const root = join(import.meta.dir, "../..");
const readme = await Bun.file(join(root, "README.md")).text();

function block(pattern: RegExp): string {
  const text = pattern.exec(readme)?.[1];
  if (text === undefined) throw new Error(`README.md has no ${pattern}`);
  return text;
}

/** The shell block after "Try it": where things are, if it says so first, then one call a line. */
function lines(): { settings: string; calls: string[] } {
  const all = block(/^## Try it\n[\s\S]*?^```sh\n([\s\S]*?)^```/m)
    .split("\n")
    .filter(Boolean);
  const calls = all.filter((line) => line.startsWith("curl "));
  return { settings: all.filter((line) => !calls.includes(line)).join("\n"), calls };
}

/** Runs one of README's lines where its instance runs; only the two ports are not README's. */
function run(line: string, dir: string, ports: { instance: string; receiver: string }): Promise<string> {
  const command = line
    .replaceAll("127.0.0.1:8080", ports.instance)
    .replaceAll("127.0.0.1:3000", ports.receiver);
  return inShell(command, dir);
}

test("README's three lines register a webhook, post an event and show its delivery to README's receiver", async () => {
  const { settings, calls } = lines();
  const [register = "", post = "", read = ""] = calls;
  expect(settings).toBe(
    "POSTHORN=http://127.0.0.1:8080/api/v1 RECEIVER=http://127.0.0.1:3000 KEY=$(cat data/api-key)",
  );
  expect(calls.length).toBe(3);
  using folder = emptyFolder();
  const command = [process.execPath, join(root, "src/main.ts")];
  await using instance = spawnExecutable({ dir: folder.path, command, env: { POSTHORN_API_KEY: "" } });
  await instance.ready();
  const ports = { instance: new URL(instance.url).host, receiver: await freeListeningAddress() };
  const show = (line: string) => run(`${settings}\n${line}`, folder.path, ports);

  const { secret } = JSON.parse(await show(register));
  await using receiver = startReadmeReceiver(folder.path, ports.receiver, secret);
  expect(await receiver.answerToForgery()).toBeGreaterThanOrEqual(400);
  expect(JSON.parse(await show(post))).toMatchObject({ type: "order.created", deliveries: 1 });
  const delivery = await waitFor(async () => {
    const { data } = JSON.parse(await show(read)) as { data: AttemptedDelivery[] };
    return data.find(({ status }) => status !== "pending");
  }, "the end of the delivery");
  expect(delivery).toMatchObject({
    status: "succeeded",
    attempts: [{ outcome: "success", status_code: 200 }],
  });
  expect(Object.fromEntries(delivery.attempts[0]?.request.headers ?? [])).toHaveProperty("webhook-signature");
  expect(delivery.attempts[0]?.response?.headers).toBeObject();
  expect(await receiver.end()).toContain('type: "order.created"');
});

/** README's own code, in a folder where its one import is found. */
function startReadmeReceiver(dir: string, address: string, secret: string) {
  writeFileSync(join(dir, "receiver.ts"), block(/^```ts\n(\/\/ receiver\.ts\n[\s\S]*?)^```/m));
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  const child = Bun.spawn([process.execPath, "receiver.ts"], {
    cwd: dir,
    env: { PORT: address.slice(address.indexOf(":") + 1), WEBHOOK_SECRET: secret },
    stderr: "ignore",
  });
  return {
    /** What it has printed. */
    async end(): Promise<string> {
      child.kill();
      return new Response(child.stdout).text();
    },
    /** The status for what nobody signed, as soon as it listens. */
    answerToForgery: () =>
      waitFor(
        () =>
          fetch(`http://${address}`, { method: "POST", body: "{}" }).then(
            ({ status }) => status,
            () => null,
          ),
        "README's receiver",
      ),
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}

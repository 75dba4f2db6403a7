import { expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { asNobody, canConfine, copyExecutable, giveToNobody, readOnlyRoot } from "../support/confined.ts";
import {
  emptyFolder,
  executablePath,
  report,
  runExecutable,
  spawnExecutable,
  startExecutable,
} from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { deliveryOf } from "./deliveries.ts";

const LARGEST = 130e6;

/** Source: proc(5), `VmRSS` of /proc/pid/status, in KiB. */
const residentBytes = (pid: number) =>
  1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

test("the executable is smaller than 130 MB", () => {
  const { size } = statSync(executablePath());
  report(`${(size / 1e6).toFixed(1)} MB of executable`);
  expect(size).toBeLessThan(LARGEST);
});

test("all of its code is kept in one byte a letter, as one letter beyond ASCII would double a whole chunk", () => {
  const executable = readFileSync(executablePath());
  const word = "posthorn_events_accepted_total";
  expect(executable.includes(word)).toBe(true);
  expect(executable.includes(word, 0, "utf16le")).toBe(false);
});

test("moved into an empty folder it delivers as somebody without rights, and keeps all it makes to itself", async () => {
  using folder = emptyFolder();
  const dir = join(folder.path, "run");
  mkdirSync(dir);
  giveToNobody(dir);
  chmodSync(folder.path, 0o755);
  await using receiver = await startReceiver();
  const command = [copyExecutable(folder.path)];
  await using instance = spawnExecutable({ dir, command, user: asNobody, env: { POSTHORN_API_KEY: "" } });
  report(`ready ${(await instance.ready()).toFixed(0)} ms after its first start, in an empty folder`);
  report(`${(residentBytes(instance.pid) / 1e6).toFixed(0)} MB resident when idle`);
  await registerWebhook(instance, receiver.url);
  const { id } = await publish(instance);
  expect((await deliveryOf(instance, id, ({ status }) => status === "succeeded")).attempt_count).toBe(1);
  expect(readdirSync(dir)).toEqual(["data"]);
  for (const name of ["data", ...readdirSync(join(dir, "data")).map((file) => `data/${file}`)])
    expect({ name, others: statSync(join(dir, name)).mode & 0o077 }).toEqual({ name, others: 0 });
});

test("a native module in its folder that is cut short is replaced", async () => {
  using folder = emptyFolder();
  const data = join(folder.path, "data");
  const started = async () => {
    await using instance = await startExecutable({ dir: folder.path });
    await instance.end("SIGTERM");
    const name = readdirSync(data).find((one) => /^\.libsql-.*\.node$/.test(one)) ?? "none";
    const path = join(data, name);
    return { path, size: statSync(path).size };
  };
  const { path, size } = await started();
  for (const length of [0, 4096, size - 1]) {
    truncateSync(path, length);
    expect(await started()).toEqual({ path, size });
  }
});

test.skipIf(!canConfine())(
  "it delivers on a read-only root with one writable folder and no folder for temporary files",
  async () => {
    using folder = emptyFolder();
    await using receiver = await startReceiver();
    const command = readOnlyRoot(folder.path);
    const env = { POSTHORN_DATA_DIR: "/data", PATH: process.env.PATH ?? "" };
    await using instance = spawnExecutable({ dir: "/", command, env });
    await instance.ready();
    await registerWebhook(instance, receiver.url);
    const { id } = await publish(instance);
    await deliveryOf(instance, id, ({ status }) => status === "succeeded");
    expect(await instance.end("SIGTERM")).toBe(0);
    expect(readdirSync(folder.path)).not.toContain("tmp");
    expect(readdirSync(join(folder.path, "data"))).toContainEqual(
      expect.stringMatching(/^\.libsql-.*\.node$/),
    );
  },
);

test("a .env and a bunfig.toml in its folder are not read", async () => {
  using folder = emptyFolder();
  writeFileSync(join(folder.path, ".env"), "POSTHORN_LISTEN=nonsense\n");
  writeFileSync(join(folder.path, "bunfig.toml"), "this is [ no toml\n");
  writeFileSync(join(folder.path, "package.json"), "{ nor is this JSON");
  const { code, err, out } = await runExecutable({ dir: folder.path, args: ["config", "show"] });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^POSTHORN_LISTEN +default +127\.0\.0\.1:8080$/m);
  await using instance = await startExecutable({ dir: folder.path });
  expect(instance.url).toStartWith("http://127.0.0.1:");
});

test.each([["version"], ["--version"]])("%s prints the version", async (word) => {
  using folder = emptyFolder();
  const answer = await runExecutable({ dir: folder.path, args: [word] });
  expect(answer).toEqual({ out: `${version}\n`, err: "", code: 0 });
  expect(readdirSync(folder.path)).toEqual([]);
});

const commands = [
  "",
  "serve",
  "send",
  "verify",
  "backup",
  "restore",
  "config",
  "config check",
  "config show",
  "healthcheck",
  "version",
];

test.each(commands)("`posthorn %s --help` shows how to use it", async (words) => {
  using folder = emptyFolder();
  const args = [...words.split(" ").filter(Boolean), "--help"];
  const { out, err, code } = await runExecutable({ dir: folder.path, args });
  expect({ err, code }).toEqual({ err: "", code: 0 });
  expect(out).toContain(`Usage: posthorn ${words}`.trimEnd());
});

test("healthcheck follows the instance: ready, draining, gone", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver(() => new Promise<never>(() => {}));
  await using instance = await startExecutable({ dir: folder.path });
  const run = {
    dir: folder.path,
    env: { POSTHORN_LISTEN: new URL(instance.url).host },
    args: ["healthcheck"],
  };
  expect(await runExecutable(run)).toEqual({ out: "ready\n", err: "", code: 0 });
  await registerWebhook(instance, receiver.url);
  await publish(instance);
  await receiver.waitFor(1);
  instance.kill("SIGTERM");
  await instance.logged('"msg":"stopping"');
  expect(await runExecutable(run)).toMatchObject({
    out: "",
    err: expect.stringContaining("answered 503"),
    code: 1,
  });
  await instance.end("SIGKILL");
  expect(await runExecutable(run)).toMatchObject({ err: expect.stringMatching(/^not ready: /), code: 1 });
});

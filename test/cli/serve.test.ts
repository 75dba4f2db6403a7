import { expect, test } from "bun:test";
import type { Host, RunningServer } from "../../src/cli/host.ts";
import { runCli } from "../../src/cli/program.ts";
import type { Config } from "../../src/config.ts";

class StartError extends Error {}

/** A host whose server only notes what happens to it. */
function fakeHost(env: Record<string, string>, start: () => Promise<RunningServer>) {
  const happened: string[] = [];
  const texts = { out: "", err: "" };
  const configs: Config[] = [];
  const host: Host = {
    env,
    colour: false,
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
    stdin: async () => new Uint8Array(),
    askSecret: async () => "",
    untilStopped: async () => "SIGTERM",
    loadBackup: () => Promise.reject(new Error("not needed here")),
    loadRestore: () => Promise.reject(new Error("not needed here")),
    loadRekey: () => Promise.reject(new Error("not needed here")),
    loadAdmin: () => Promise.reject(new Error("not needed here")),
    loadServer: async () => ({
      StartError,
      startServer: ({ config }) => {
        configs.push(config);
        happened.push("start");
        return start();
      },
    }),
  };
  const server: RunningServer = {
    url: "http://127.0.0.1:1",
    stop: async () => void happened.push("stop"),
  };
  return { host, happened, texts, configs, server };
}

function servingHost(env: Record<string, string> = {}) {
  const fake = fakeHost(env, async () => fake.server);
  return fake;
}

test.each([[[]], [["serve"]]])("%j starts the server and stops it when asked", async (args) => {
  const { host, happened, texts } = servingHost({ POSTHORN_LOG_FORMAT: "json" });
  expect(await runCli(args, host)).toBe(0);
  expect(happened).toEqual(["start", "stop"]);
  const lines = texts.out.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["listening", "stopping", "stopped"]);
});

test("unknown names are logged as warnings", async () => {
  const { host, texts } = servingHost({ POSTHORN_LISTENN: "x" });
  await runCli([], host);
  expect(texts.out).toContain("WARN: POSTHORN_LISTENN is not a setting; did you mean POSTHORN_LISTEN?");
});

test.each([[["--local"]], [["serve", "--local"]]])(
  "%j opens http and loopback, with a warning",
  async (args) => {
    const { host, configs, texts } = servingHost();
    expect(await runCli(args, host)).toBe(0);
    expect(configs).toMatchObject([{ allowHttp: true, egressAllow: ["127.0.0.0/8", "::1/128"] }]);
    expect(texts.out).toContain("WARN: --local");
  },
);

test("what the operator can put right is shown plainly, with status 2", async () => {
  const fake = fakeHost({}, () => Promise.reject(new StartError("./data belongs to another process")));
  expect(await runCli(["serve"], fake.host)).toBe(2);
  expect(fake.texts.err).toBe("./data belongs to another process\n");
});

test("any other failure to start is a bug and is not hidden", async () => {
  const fake = fakeHost({}, () => Promise.reject(new TypeError("bug")));
  await expect(runCli(["serve"], fake.host)).rejects.toThrow("bug");
});

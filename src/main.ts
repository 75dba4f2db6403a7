#!/usr/bin/env bun
import type { Host } from "./cli/host.ts";
import { runCli } from "./cli/program.ts";
import type { Logger } from "./log.ts";

// Bun's fetch would ask HTTP_PROXY even for this machine, and a healthcheck would fail behind one.
process.env.no_proxy = [process.env.no_proxy ?? process.env.NO_PROXY ?? [], "127.0.0.1,::1,localhost"]
  .flat()
  .join();

// The database holds what customers must not see of each other: nothing made here is for other users of the machine.
process.umask(0o077);

// Whoever read the output has gone: `posthorn config show | head -1`.
process.stdout.on("error", () => process.exit(1));
process.stderr.on("error", () => process.exit(1));

/** What was printed and is not taken yet. */
const printing = new Set<Promise<void>>();

const host: Host = {
  env: process.env,
  colour: process.stdout.isTTY && !process.env.NO_COLOR,
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  stdin: () => Bun.stdin.bytes(),
  askSecret: async (question) => {
    const { askSecret } = await import("./cli/ask-secret.ts");
    return askSecret(question, process.stdin, host.err);
  },
  untilStopped,
  loadServer: () => import("./server.ts"),
  loadBackup: () => import("./db/backup.ts"),
  loadRestore: () => import("./restore.ts"),
  loadRekey: () => import("./rekey.ts"),
  loadAdmin: () => import("./admin.ts"),
};

function untilStopped(log: Logger): Promise<string> {
  const crash = (error: unknown) => {
    try {
      log.error("crashed", { error });
    } finally {
      process.exit(1);
    }
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  return new Promise((resolve) => {
    let isStopping = false;
    const onSignal = (signal: string) => {
      if (isStopping) process.exit(1);
      isStopping = true;
      resolve(signal);
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}

/** process.exit drops what a pipe has not taken yet, and only the callback of a text itself tells that it was taken. */
function write(stream: NodeJS.WriteStream, text: string): void {
  const taken = new Promise<void>((resolve) => stream.write(text, () => resolve()));
  printing.add(taken);
  void taken.then(() => printing.delete(taken));
}

const exitCode = await runCli(process.argv.slice(2), host).catch((error: Error) => {
  host.err(`${error.stack ?? error}\n`);
  return 1;
});
await Promise.all(printing);
process.exit(exitCode);

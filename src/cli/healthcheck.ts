import type { Command } from "commander";
import { CliError, type Host } from "./host.ts";
import { localUrl } from "./remote.ts";
import { settingsOf } from "./settings.ts";

const LIMIT_MS = 3000;

const examples = `
Example, in a Dockerfile:
  HEALTHCHECK CMD ["posthorn", "healthcheck"]`;

export function addHealthcheck(program: Command, host: Host): void {
  program
    .command("healthcheck")
    .summary("ask the instance on this machine whether it is ready")
    .description(
      "Asks the instance on this machine whether it is ready. Exit status 0 if it is, 1 if not or silent for 3 s.",
    )
    .addHelpText("after", examples)
    .action(async () => {
      await checkReady(`${localUrl(settingsOf(host).config)}/readyz`, LIMIT_MS);
      host.out("ready\n");
    });
}

/** Throws a CliError unless `url` answers with a success within `limitMs`. */
export async function checkReady(url: string, limitMs: number): Promise<void> {
  const signal = AbortSignal.timeout(limitMs);
  const response = await fetch(url, { signal, redirect: "manual" }).catch((error: Error) => {
    throw new CliError(`not ready: ${url}: ${error.message}`, 1);
  });
  if (!response.ok) throw new CliError(`not ready: ${url} answered ${response.status}`, 1);
}

import type { Command } from "commander";
import { systemClock } from "../clock.ts";
import { createLogger } from "../log.ts";
import { CliError, type Host, type RunningServer, type ServerModule } from "./host.ts";
import { settingsOf } from "./settings.ts";
import { version } from "./version.ts";

const examples = `
Examples:
  posthorn serve --local                              try it on this machine
  POSTHORN_LISTEN=0.0.0.0:8080 posthorn               serve the network
  POSTHORN_DATA_DIR=/var/lib/posthorn posthorn serve  keep the data elsewhere

Settings are environment variables: "posthorn config show" lists them all.
SIGTERM and SIGINT stop it: attempts in flight may end first. A second signal ends it at once.`;

const LOCAL_WARNING =
  "--local: http and loopback receivers are allowed, unless a setting says otherwise; never use it in production";

export function addServe(program: Command, host: Host): void {
  program
    .command("serve", { isDefault: true })
    .summary("run Posthorn (this is also what a bare `posthorn` does)")
    .description("Runs Posthorn: the API, the pages and the deliveries.")
    .option(
      "--local",
      "also deliver to http and loopback receivers, for trying Posthorn on one machine; never for production",
    )
    .addHelpText("after", examples)
    .action((options: { local?: boolean }) => serve(host, options.local ?? false));
}

async function serve(host: Host, isLocal: boolean): Promise<void> {
  const { config, sources, warnings } = settingsOf(host, { local: isLocal });
  const log = createLogger({
    level: config.logLevel,
    format: config.logFormat,
    colour: host.colour,
    write: host.out,
  });
  for (const warning of isLocal ? [LOCAL_WARNING, ...warnings] : warnings) log.warn(warning);
  const stopped = host.untilStopped(log);
  const server = await start(await host.loadServer(), { config, sources, log, clock: systemClock, version });
  log.info("listening", { url: server.url, version });
  log.info("stopping", { signal: await stopped });
  await server.stop();
  log.info("stopped");
}

type Deps = Parameters<ServerModule["startServer"]>[0];

function start({ startServer, StartError }: ServerModule, deps: Deps): Promise<RunningServer> {
  return startServer(deps).catch((error) => {
    throw error instanceof StartError ? new CliError(error.message, 2) : error;
  });
}

import type { Command } from "commander";
import { describeConfig } from "../config/show.ts";
import { CliError, type Host } from "./host.ts";
import { settingsOf } from "./settings.ts";

const help = `
Every setting is an environment variable; NAME_FILE reads the value of NAME from a file.

Example:
  POSTHORN_LISTEN=0.0.0.0:8080 posthorn config show`;

const rekeyHelp = `
Stop Posthorn first: the change needs the database for itself. It is one transaction, and
one that was broken off is finished by running it again. Backups made before it need the
master key of their time: keep that as long as them.

Examples:
  posthorn config rekey
  openssl rand -base64 32 > new-key && posthorn config rekey --new-key-file new-key`;

export function addConfig(program: Command, host: Host): void {
  const config = program
    .command("config")
    .summary("check or show the settings")
    .description("Checks and shows the settings.");
  config
    .command("check")
    .summary("check the settings")
    .description("Checks the settings. Exit status 2 and every fault if some are wrong.")
    .addHelpText("after", help)
    .action(() => check(host));
  config
    .command("show")
    .summary("list every setting, its value and where that came from")
    .description("Lists every setting with its value, secrets masked, and where the value came from.")
    .addHelpText("after", help)
    .action(() => show(host));
  config
    .command("rekey")
    .summary("seal all secrets with a new master key")
    .description("Changes the master key: seals every webhook secret of the database with a new one.")
    .option("--new-key-file <path>", "file with the new key, where POSTHORN_MASTER_KEY holds the present one")
    .addHelpText("after", rekeyHelp)
    .action((options: { newKeyFile?: string }) => rekey(host, options.newKeyFile ?? null));
}

async function rekey(host: Host, newKeyFile: string | null): Promise<void> {
  const { config } = settingsOf(host);
  const { rekey: change } = await host.loadRekey();
  const { secrets, inDataDir } = await change(config, newKeyFile).catch((error: Error) => {
    throw error.name === "StartError" ? new CliError(error.message, 2) : error;
  });
  const now = inDataDir
    ? "The data folder holds the new master key: back it up, apart from the database."
    : "Now set POSTHORN_MASTER_KEY to the new key, everywhere, and start Posthorn again.";
  host.out(`${secrets} ${secrets === 1 ? "secret was" : "secrets were"} sealed anew. ${now}\n`);
}

function check(host: Host): void {
  for (const warning of settingsOf(host).warnings) host.err(`warning: ${warning}\n`);
  host.out("The settings are right.\n");
}

function show(host: Host): void {
  const good = settingsOf(host);
  for (const warning of good.warnings) host.err(`warning: ${warning}\n`);
  const rows = describeConfig(good);
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const sourceWidth = "default".length;
  for (const { name, value, source } of rows) {
    host.out(`${name.padEnd(nameWidth)}  ${source.padEnd(sourceWidth)}  ${value}`.trimEnd().concat("\n"));
  }
}

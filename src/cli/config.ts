import type { Command } from "commander";
import { describeConfig } from "../config/show.ts";
import type { Host } from "./host.ts";
import { settingsOf } from "./settings.ts";

const help = `
Every setting is an environment variable; NAME_FILE reads the value of NAME from a file.

Example:
  POSTHORN_LISTEN=0.0.0.0:8080 posthorn config show`;

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

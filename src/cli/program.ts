import { Command, CommanderError } from "commander";
import { closest } from "fastest-levenshtein";
import { addAdmin } from "./admin.ts";
import { addBackup } from "./backup.ts";
import { addConfig } from "./config.ts";
import { addEventTypes } from "./event-types.ts";
import { addHealthcheck } from "./healthcheck.ts";
import { CliError, type Host } from "./host.ts";
import { addLicenses } from "./licenses.ts";
import { addRestore } from "./restore.ts";
import { addSend } from "./send.ts";
import { addServe } from "./serve.ts";
import { addVerify } from "./verify.ts";
import { addVersion, version } from "./version.ts";

const commands = [
  addServe,
  addSend,
  addVerify,
  addEventTypes,
  addAdmin,
  addBackup,
  addRestore,
  addConfig,
  addHealthcheck,
  addLicenses,
  addVersion,
];

const help = `
Examples:
  posthorn --local              try it on this machine
  posthorn config show          every setting, its value and where that came from
  posthorn send order.created '{"order": 1}'

Exit status: 0 done, 1 failed, 2 wrong usage or settings.`;

/**
 * Runs one command; `args` are the words after the executable's name. Resolves with the exit status:
 * 0 done, 1 failed, 2 wrong usage or settings. Rejects only with what is a bug.
 */
export async function runCli(args: string[], host: Host): Promise<number> {
  try {
    const program = createProgram(host);
    refuseUnknownCommand(program, args[0]);
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has printed its text already; its own status for bad usage is 1.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliError)) throw error;
    host.err(`${error.message}\n`);
    return error.exitCode;
  }
}

function createProgram(host: Host): Command {
  const program = new Command("posthorn")
    .description("Sends webhooks: durably, signed, with retries, and shows every attempt.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: host.out, writeErr: host.err })
    .showHelpAfterError("(add --help to see what is possible)")
    .addHelpText("after", help);
  for (const add of commands) add(program, host);
  return program;
}

/** Commander would hand the word to `serve`, the default command, which then complains of too many arguments. */
function refuseUnknownCommand(program: Command, word = ""): void {
  const names = ["help", ...program.commands.map((command) => command.name())];
  if (word === "" || word.startsWith("-") || names.includes(word)) return;
  program.error(`error: unknown command '${word}'; did you mean ${closest(word, names)}?`);
}

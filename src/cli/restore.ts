import { existsSync, realpathSync } from "node:fs";
import type { Command } from "commander";
import { databaseFile } from "./backup.ts";
import { CliError, type Host } from "./host.ts";
import { settingsOf } from "./settings.ts";

const help = `
Stop Posthorn first: the change needs the database for itself. The database until now is
kept beside it, under a name that is printed. All is as it was when the backup was made:
webhooks, users and API keys that were deleted since are back, and what waited to be
sent then is sent at the next start, again if it has been meanwhile.

The master key must be the one of that time. With --force the backup is put in place
without it; Posthorn does not start then until that key is back.

Example:
  posthorn restore /backups/posthorn-2026-11-22.db`;

interface Options {
  force: boolean;
}

export function addRestore(program: Command, host: Host): void {
  program
    .command("restore")
    .summary("put a backup in the place of the database")
    .description("Puts a backup in the place of the database, which is kept beside it.")
    .argument("<path>", "the backup, as `posthorn backup` made it")
    .option("--force", "also when the master key does not open the backup's secrets", false)
    .addHelpText("after", help)
    .action((path: string, options: Options) => restore(host, path, options));
}

async function restore(host: Host, path: string, { force }: Options): Promise<void> {
  const { config } = settingsOf(host);
  const file = databaseFile(config);
  if (file === null)
    throw new CliError("POSTHORN_DATABASE_URL names a server: it restores its databases itself.", 2);
  if (!existsSync(path)) throw new CliError(`There is no file ${path}.`, 2);
  if (existsSync(file) && realpathSync(file) === realpathSync(path))
    throw new CliError(`${path} is the database itself.`, 2);
  const { restore: replace } = await host.loadRestore();
  const done = await replace(config, path, force).catch((error: Error) => {
    throw error.name === "StartError" ? new CliError(error.message, 1) : error;
  });
  if (done.keyTrouble !== null) host.err(`warning: ${done.keyTrouble}\n`);
  host.out(`${done.path} is the backup now.\n`);
  if (done.kept !== null) host.out(`The database until now is kept as ${done.kept}.\n`);
  host.out(`${told(done.pending)}\n`);
}

function told(pending: number): string {
  if (pending === 0) return "No delivery was pending in it.";
  const what = pending === 1 ? "1 delivery was" : `${pending} deliveries were`;
  return `${what} pending in it: Posthorn sends them from its next start on, again if it has sent them since the backup.`;
}

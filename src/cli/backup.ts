import { existsSync } from "node:fs";
import { chmod, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { Config } from "../config.ts";
import { CliError, type Host } from "./host.ts";
import { answers, keyOption, localUrl, post, type RemoteOptions, remoteOf } from "./remote.ts";
import { settingsOf } from "./settings.ts";

const help = `
The copy is consistent and may be taken at any time: of the instance that answers here,
else of the file itself. It does not hold the master key: keep that file, or
POSTHORN_MASTER_KEY, in another safe place, for without it no webhook secret in the copy
can be read.

Example:
  posthorn backup /backups/posthorn-$(date +%F).db`;

export function addBackup(program: Command, host: Host): void {
  program
    .command("backup")
    .summary("copy the database of the instance on this machine into a file")
    .description("Copies the database of the instance on this machine into a new file.")
    .argument("<path>", "the file to make; one that exists is never overwritten")
    .option("--url <url>", "address of the instance (default: the listening address)")
    .option(...keyOption)
    .addHelpText("after", help)
    .action((path: string, options: RemoteOptions) => backup(host, path, options));
}

async function backup(host: Host, path: string, options: RemoteOptions): Promise<void> {
  const { config } = settingsOf(host);
  if (existsSync(path)) throw new CliError(`${path} exists already; a backup overwrites nothing.`, 2);
  const file = options.url === undefined ? databaseFile(config) : null;
  const isOffline = file !== null && existsSync(file) && !(await answers(localUrl(config)));
  await keep(path, isOffline ? await copyOf(host, file) : await download(config, options));
  host.out(`${path}\n`);
}

/** The file that an instance with this configuration has its database in; null when that is on a server. */
export function databaseFile({ databaseUrl, dataDir }: Config): string | null {
  if (databaseUrl === null) return join(dataDir, "posthorn.db");
  return databaseUrl.startsWith("file:") ? databaseUrl.slice("file:".length) : null;
}

/** Writes the copy to the path that it is given. */
type Copy = (part: string) => Promise<void>;

async function copyOf(host: Host, file: string): Promise<Copy> {
  const { copyDatabase } = await host.loadBackup();
  return async (part) => {
    copyDatabase(file, part);
    await chmod(part, 0o600);
  };
}

async function download(config: Config, options: RemoteOptions): Promise<Copy> {
  const remote = remoteOf(config, localUrl(config), options);
  const { body } = await post(remote, "/api/v1/system/backup", { timeout: false });
  return async (part) => {
    const file = await open(part, "w", 0o600);
    try {
      for await (const chunk of body ?? []) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
  };
}

/** `path` appears only when the copy is complete and on disk. */
async function keep(path: string, copy: Copy): Promise<void> {
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    await copy(part);
    await sync(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw new CliError(`The backup failed: ${(error as Error).message}`, 1);
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync().finally(() => file.close());
}

import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import type { Command } from "commander";
import { CliError, type Host } from "./host.ts";
import { keyOption, localUrl, post, type RemoteOptions, remoteOf } from "./remote.ts";
import { settingsOf } from "./settings.ts";

const help = `
The copy is consistent and may be taken at any time. It does not hold the master key: keep that file, or
POSTHORN_MASTER_KEY, in another safe place, for without it no webhook secret in the copy can be read.

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
  const remote = remoteOf(config, localUrl(config), options);
  const response = await post(remote, "/api/v1/system/backup", { timeout: false });
  await save(response.body ?? [], path).catch((error: Error) => {
    throw new CliError(`The backup failed: ${error.message}`, 1);
  });
  host.out(`${path}\n`);
}

/** `path` appears only when it is complete and on disk. */
async function save(chunks: AsyncIterable<Uint8Array> | Uint8Array[], path: string): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, "w", 0o600);
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

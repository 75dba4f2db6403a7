import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { masterKeyFile, prepareDataDir } from "./data-dir.ts";
import { locationOf } from "./database.ts";
import type { Location } from "./db/open.ts";
import { copyBackup, holdFile, replaceFile } from "./db/restore.ts";
import { StoreError } from "./db/store.ts";
import { openHeaders } from "./outbox/own-headers.ts";
import { secretContext } from "./outbox/targets.ts";
import { StartError } from "./start-error.ts";
import { createVault, type Vault, VaultError } from "./vault.ts";

/** `kept` is where the database until now has gone, if there was one; `pending` deliveries are sent at the next start. */
export type Restored = { path: string; kept: string | null; pending: number; keyTrouble: string | null };

/**
 * Puts a backup in the place of the local database, which is kept beside it. Needs the database for itself, and a master key that
 * opens the backup's secrets unless `force`; then `keyTrouble` says what is wrong with it. Throws StartError; then nothing has changed.
 */
export async function restore(config: Config, backup: string, force: boolean): Promise<Restored> {
  const location = locationOf({ ...config, role: "all" });
  if (location.kind !== "file") throw new StartError("A remote database is restored by its own server.");
  await prepareDataDir(config.dataDir);
  const release = hold(location);
  const fresh = `${location.path}.restoring`;
  try {
    await clear(fresh);
    await copyBackup(backup, fresh).catch((error) => refuse(backup, error));
    const keyTrouble = await troubleWithKey(config, fresh);
    if (keyTrouble !== null && !force) throw new StartError(`Nothing was changed. ${keyTrouble}`);
    const pending = pendingIn(fresh);
    const kept = existsSync(location.path) ? nameFor(location.path) : null;
    await replaceFile(location.path, fresh, kept);
    return { path: location.path, kept, pending, keyTrouble };
  } finally {
    await clear(fresh);
    release();
  }
}

function hold({ path, locks }: Extract<Location, { kind: "file" }>): () => void {
  try {
    return holdFile(locks);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const remedy = error.code === "busy" ? " Stop Posthorn first." : "";
    throw new StartError(`The database ${path} cannot be replaced: ${error.message}.${remedy}`);
  }
}

function refuse(backup: string, error: Error): never {
  throw new StartError(`${backup} cannot be restored: ${error.message}.`, { cause: error });
}

async function clear(fresh: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) await rm(fresh + suffix, { force: true });
}

const nameFor = (path: string) =>
  `${path}.before-restore-${new Date(systemClock.now()).toISOString().replaceAll(":", "")}`;

function pendingIn(path: string): number {
  using database = new Database(path, { readonly: true });
  const sql = "SELECT count(*) AS pending FROM deliveries WHERE status = 'pending'";
  return (database.query(sql).get() as { pending: number }).pending;
}

/** Why an instance with this configuration would not start on that database; null when its key opens every secret. */
async function troubleWithKey({ masterKey, dataDir }: Config, path: string): Promise<string | null> {
  const { secrets, headers } = sealedIn(path);
  if (secrets.length + headers.length === 0) return null;
  try {
    const key = masterKey === null ? await masterKeyFile(dataDir, true) : Buffer.from(masterKey, "base64");
    openAll(createVault(key), secrets, headers);
    return null;
  } catch (error) {
    if (error instanceof StartError) return error.message;
    if (!(error instanceof VaultError)) throw error;
    return `The master key is not this backup's: ${error.message}. Put the key of its time back first.`;
  }
}

type Secret = { sealed: string; webhook: string };
type Headers = { id: string; headers: string };

function sealedIn(path: string): { secrets: Secret[]; headers: Headers[] } {
  using database = new Database(path, { readonly: true });
  const secrets =
    "SELECT s.sealed, w.id AS webhook FROM webhook_secrets s JOIN webhooks w ON w.seq = s.webhook_seq";
  const headers = "SELECT id, headers FROM webhooks WHERE headers <> '{}'";
  return {
    secrets: database.query<Secret, []>(secrets).all(),
    headers: database.query<Headers, []>(headers).all(),
  };
}

function openAll(vault: Vault, secrets: Secret[], headers: Headers[]): void {
  for (const { sealed, webhook } of secrets) vault.open(sealed, secretContext(webhook));
  for (const { id, headers: text } of headers) openHeaders(vault, { id, headers: JSON.parse(text) });
}

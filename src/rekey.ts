import { readFile } from "node:fs/promises";
import type { Config } from "./config.ts";
import { nextMasterKey, prepareDataDir } from "./data-dir.ts";
import { locationOf, openDatabase } from "./database.ts";
import { records, type Store } from "./db/store.ts";
import { openHeaders, type StoredHeaders, sealHeaders } from "./outbox/own-headers.ts";
import { secretContext } from "./outbox/targets.ts";
import { StartError } from "./start-error.ts";
import { createVault, keyIdOf, type Vault, VaultError } from "./vault.ts";

/** `secrets` were sealed anew; `inDataDir` when the new key is in the data folder already, else the environment has to name it. */
export type Rekeyed = { secrets: number; inDataDir: boolean };

/**
 * Seals every secret of the database with another master key, all in one transaction. Where the key lies in the data folder a
 * new one is made; else `newKeyFile` holds it. A change that was broken off is finished by another. Needs the database for
 * itself. Throws StartError.
 */
export async function rekey(config: Config, newKeyFile: string | null): Promise<Rekeyed> {
  if (newKeyFile === null && config.masterKey !== null)
    throw new StartError(
      "POSTHORN_MASTER_KEY is set: name a file that holds the new key with --new-key-file.",
    );
  if (newKeyFile !== null && config.masterKey === null)
    throw new StartError(
      "--new-key-file is for keys in POSTHORN_MASTER_KEY; the data folder gets a new key without it.",
    );
  await prepareDataDir(config.dataDir);
  const store = await openDatabase(locationOf({ ...config, role: "all" }));
  try {
    const keys = await keysOf(config, newKeyFile);
    const secrets = await sealAnew(store, createVault(keys.before), createVault(keys.next));
    await keys.keep();
    return { secrets, inDataDir: newKeyFile === null };
  } finally {
    await store.close();
  }
}

type Keys = { before: Buffer; next: Buffer; keep(): Promise<void> };

async function keysOf({ masterKey, dataDir }: Config, newKeyFile: string | null): Promise<Keys> {
  if (masterKey === null || newKeyFile === null) return nextMasterKey(dataDir);
  const text = await readFile(newKeyFile, "utf8").catch((error: Error) => {
    throw new StartError(`${newKeyFile} cannot be read: ${error.message}`);
  });
  const next = Buffer.from(text.trim(), "base64");
  if (next.length !== 32 || next.toString("base64") !== text.trim())
    throw new StartError(
      `${newKeyFile} does not hold 32 bytes in base64, as openssl rand -base64 32 prints them.`,
    );
  return { before: Buffer.from(masterKey, "base64"), next, keep: async () => undefined };
}

type Sealed = { seq: number; sealed: string; webhook: string };

const ALL = `SELECT s.seq, s.sealed, w.id AS webhook FROM webhook_secrets s JOIN webhooks w ON w.seq = s.webhook_seq`;
const REPLACE = `UPDATE webhook_secrets SET sealed = value->>'sealed' FROM json_each(?) WHERE seq = value->>'seq'`;

async function sealAnew(store: Store, before: Vault, next: Vault): Promise<number> {
  const rows = records<Sealed>(await store.read({ sql: ALL }));
  const old = rows.filter(({ sealed }) => keyIdOf(sealed) !== next.keyId);
  const fresh = old.map(({ seq, sealed, webhook }) => {
    const context = secretContext(webhook);
    return {
      seq,
      sealed: next.seal(
        plainly(() => before.open(sealed, context)),
        context,
      ),
    };
  });
  const headers = await headersAnew(store, before, next);
  const statements = [
    { sql: REPLACE, args: [JSON.stringify(fresh)] },
    { sql: REPLACE_HEADERS, args: [JSON.stringify(headers)] },
  ];
  if (fresh.length + headers.length > 0) await store.write(statements);
  return fresh.length;
}

const ALL_HEADERS = "SELECT seq, id, headers FROM webhooks WHERE headers <> '{}'";
const REPLACE_HEADERS = `UPDATE webhooks SET headers = value->>'headers' FROM json_each(?) WHERE webhooks.seq = value->>'seq'`;

/** Those that the next key has sealed already are left; those in clear are sealed. */
async function headersAnew(store: Store, before: Vault, next: Vault) {
  const rows = records<{ seq: number; id: string; headers: string }>(await store.read({ sql: ALL_HEADERS }));
  return rows.flatMap(({ seq, id, headers: text }) => {
    const headers = JSON.parse(text) as StoredHeaders;
    const isDone = Object.values(headers).every(
      (value) => typeof value !== "string" && keyIdOf(value.sealed) === next.keyId,
    );
    if (isDone) return [];
    return {
      seq,
      headers: sealHeaders(
        next,
        id,
        plainly(() => openHeaders(before, { id, headers })),
      ),
    };
  });
}

/** What `open` opens, or a plain word on why it cannot. */
function plainly<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new StartError(`Nothing was changed: ${error.message}.`);
  }
}

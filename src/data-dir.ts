import { randomBytes } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, link, mkdir, open, readdir, readFile, rename, rm, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StartError } from "./start-error.ts";

/** Makes the data folder if there is none. Throws StartError with the way out when it cannot be written. */
export async function prepareDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw refusal(path, path, error as NodeJS.ErrnoException);
  }
}

/** What to tell of a file in the data folder, or of the folder itself, that the system refuses. */
function refusal(dataDir: string, path: string, { code, message }: NodeJS.ErrnoException): StartError {
  if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") return new StartError(`${path}: ${message}`);
  const uid = process.getuid?.() ?? 0;
  if (!existsSync(dataDir))
    return new StartError(
      `The data folder ${dataDir} cannot be made by uid ${uid} (${code}). Run: mkdir -p ${dataDir} && chown ${uid} ${dataDir}`,
    );
  const what = path === dataDir ? `The data folder ${path}` : path;
  return new StartError(`${what} cannot be used by uid ${uid} (${code}). Run: chown -R ${uid} ${dataDir}`);
}

/** Removes what a backup that was broken off by a crash has left; only for whoever alone makes backups here. */
export async function removeBrokenBackups(dataDir: string): Promise<void> {
  const left = (await readdir(dataDir)).filter((name) => /^backup-job_\w+\.db(-journal)?$/.test(name));
  for (const name of left) await rm(join(dataDir, name));
}

/** Magic numbers of statfs(2) for file systems on which SQLite's locks cannot be relied on. */
const networkFileSystems = new Map([
  [0x6969, "NFS"],
  [0xff534d42, "CIFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB2"],
]);

/** The name of the network file system that the folder is on, or null; also for a folder that is not there. */
export async function networkFileSystem(path: string): Promise<string | null> {
  const found = await statfs(path).catch(() => null);
  return (found && networkFileSystems.get(found.type)) ?? null;
}

/** The API key that was made at the first start, or a new one; only its owner can read the file. */
export const apiKeyFile = (dataDir: string) =>
  keepText(join(dataDir, "api-key"), () => `phr_${randomBytes(32).toString("base64url")}`);

/**
 * 32 bytes: the master key that was made at the first start, or a new one. None is made for a database that has secrets
 * already (`isNeeded`): it would open none of them, and look as if it did.
 */
export async function masterKeyFile(dataDir: string, isNeeded: boolean): Promise<Buffer> {
  const path = masterKeyPath(dataDir);
  if (existsSync(nextKeyPath(dataDir)))
    throw new StartError("A change of the master key was broken off. Finish it with: posthorn config rekey");
  if (isNeeded && !existsSync(path))
    throw new StartError(
      `The database has secrets, and the master key that they were sealed with is missing. Put its file back as ${path}, ` +
        "or set POSTHORN_MASTER_KEY to what it holds.",
    );
  return readKey(path);
}

const masterKeyPath = (dataDir: string) => join(dataDir, "master-key");
const nextKeyPath = (dataDir: string) => join(dataDir, "master-key.next");

/** The key in a file, which is made with a new one when there is none. Throws StartError for anything else in it. */
async function readKey(path: string): Promise<Buffer> {
  const key = Buffer.from(await keepText(path, () => randomBytes(32).toString("base64")), "base64");
  if (key.length === 32) return key;
  throw new StartError(`${path} does not hold 32 bytes in base64; put the right file back.`);
}

/** The keys of a change of the master key in the data folder, and its last step; a change that was broken off goes on. */
export async function nextMasterKey(dataDir: string) {
  return {
    before: await readKey(masterKeyPath(dataDir)),
    next: await readKey(nextKeyPath(dataDir)),
    /** From now on the next one is the master key. */
    keep: () => rename(nextKeyPath(dataDir), masterKeyPath(dataDir)),
  };
}

async function keepText(path: string, make: () => string): Promise<string> {
  try {
    if (!existsSync(path)) await writeOnce(path, `${make()}\n`);
    const text = (await readFile(path, "utf8")).trim();
    if (text !== "") return text;
  } catch (error) {
    throw refusal(dirname(path), path, error as NodeJS.ErrnoException);
  }
  throw new StartError(`${path} is empty; put the right file back.`);
}

/**
 * On disk whole or not at all, and never over another's: a power failure may not leave half of a key, nor may two roles that
 * start at the same time each go on with a key of their own.
 */
async function writeOnce(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    await writeSurely(fresh, text);
    // Some file systems have no hard links.
    await link(fresh, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") return rename(fresh, path);
    });
  } finally {
    await rm(fresh, { force: true });
  }
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

async function writeSurely(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

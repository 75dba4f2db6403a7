import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, readFile, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "./start-error.ts";

/** Makes the data folder if there is none. Throws StartError with the way out when it cannot be written. */
export async function prepareDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS")
      throw new StartError(`${path}: ${message}`);
    const uid = process.getuid?.() ?? 0;
    throw new StartError(
      `The data folder ${path} cannot be written by uid ${uid} (${code}). Run: chown -R ${uid} ${path}`,
    );
  }
}

/** Magic numbers of statfs(2) for file systems on which SQLite's locks cannot be relied on. */
const networkFileSystems = new Map([
  [0x6969, "NFS"],
  [0xff534d42, "CIFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB2"],
]);

/** The name of the network file system that the folder is on, or null. */
export async function networkFileSystem(path: string): Promise<string | null> {
  const { type } = await statfs(path);
  return networkFileSystems.get(type) ?? null;
}

/** The API key that was made at the first start, or a new one; only its owner can read the file. */
export const apiKeyFile = (dataDir: string) =>
  keepText(join(dataDir, "api-key"), () => `phr_${randomBytes(32).toString("base64url")}`);

/** 32 bytes: the master key that was made at the first start, or a new one. */
export async function masterKeyFile(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, "master-key");
  const key = Buffer.from(await keepText(path, () => randomBytes(32).toString("base64")), "base64");
  if (key.length !== 32)
    throw new StartError(`${path} does not hold 32 bytes in base64; put the right file back.`);
  return key;
}

async function keepText(path: string, make: () => string): Promise<string> {
  try {
    await writeFile(path, `${make()}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw new StartError(`${path} cannot be written: ${message}`);
  }
  return (await readFile(path, "utf8")).trim();
}

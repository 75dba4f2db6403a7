import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";

/**
 * Where the executable unpacks libSQL's native module, and whether this thread is the one to do it. Not the temporary
 * folder, where Bun itself would put it: on a read-only root there is none. Kept compressed it costs 6 MB less of the
 * executable and 10 MB less memory.
 */
export const native = { directory: ".", unpack: false };

const PREFIX = ".libsql-";
/** Longer than unpacking takes, in milliseconds. */
const BEING_UNPACKED_MS = 60_000;
/** Written in one go the file lies in huge pages of Linux's cache, and all of it counts as the process's memory: 8 MB, not 5. */
const CHUNK = 64 * 1024;

/**
 * The native module, for the executable: `src/build.ts` puts this call in the place of libSQL's own loader. The name of the
 * embedded file has a hash of what is in it, so a later start finds its own module unpacked, and a new version does not. `hash`
 * is `hashOf` the module: a file that a full disk or a copy has cut short would end the process, so it is unpacked anew.
 */
export function loadNative(embedded: string, hash: string): unknown {
  const path = resolve(native.directory, `.${basename(embedded, ".zst")}.node`);
  if (native.unpack && !isWhole(path, hash)) unpack(embedded, path);
  return createRequire(path)(path);
}

/** What tells a whole module from a broken one, in hex; it guards against accidents, not against who may write the folder. */
export const hashOf = (bytes: Uint8Array): string => Bun.hash.xxHash64(bytes).toString(16);

const isWhole = (path: string, hash: string) => existsSync(path) && hashOf(readFileSync(path)) === hash;

/** On disk before it has its name, so that neither a power failure nor another process at the same time finds half of it. */
function unpack(embedded: string, path: string): void {
  removeOthers(path);
  const fresh = `${path}.${Bun.randomUUIDv7()}`;
  try {
    writeSurely(fresh, Bun.zstdDecompressSync(readFileSync(embedded)));
    renameSync(fresh, path);
  } finally {
    rmSync(fresh, { force: true });
  }
  Bun.gc(true);
}

function writeSurely(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "wx", 0o700);
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) writeFileSync(file, bytes.subarray(at, at + CHUNK));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Those of other versions, and what a start that was broken off left; another process may be about to rename a newer one. */
function removeOthers(own: string): void {
  for (const name of readdirSync(native.directory).filter((name) => name.startsWith(PREFIX))) {
    const path = resolve(native.directory, name);
    if (path === own) continue;
    const { mtimeMs = Infinity } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (name.endsWith(".node") || mtimeMs < Date.now() - BEING_UNPACKED_MS) rmSync(path, { force: true });
  }
}

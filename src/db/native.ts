import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";

/**
 * Where the executable unpacks libSQL's native module, and whether this thread is the one to do it. Not the temporary
 * folder, where Bun itself would put it: on a read-only root there is none. Kept compressed it costs 6 MB less of the
 * executable and 10 MB less memory.
 */
export const native = { directory: ".", unpack: false };

const PREFIX = ".libsql-";

/**
 * The native module, for the executable: `src/build.ts` puts this call in the place of libSQL's own loader. The name of the
 * embedded file has a hash of what is in it, so a later start finds its own module unpacked, and a new version does not.
 */
export function loadNative(embedded: string): unknown {
  const path = resolve(native.directory, `.${basename(embedded, ".zst")}.node`);
  if (native.unpack && !existsSync(path)) unpack(embedded, path);
  return createRequire(path)(path);
}

function unpack(embedded: string, path: string): void {
  for (const name of readdirSync(native.directory))
    if (name.startsWith(PREFIX)) rmSync(resolve(native.directory, name));
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, Bun.zstdDecompressSync(readFileSync(embedded)), { mode: 0o700 });
  renameSync(fresh, path);
  Bun.gc(true);
}

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { APPLICATION_ID } from "./file.ts";
import { refuseNewer } from "./migrate.ts";
import { StoreError } from "./store.ts";

/** Offsets in the first 100 bytes of an SQLite file, big endian. Source: sqlite.org/fileformat2.html "The Database Header". */
const PAGE_SIZE = 16;
const PAGES = 28;
const USER_VERSION = 60;
const APPLICATION = 68;
const MAGIC = "SQLite format 3\0";

/**
 * Refuses a file that is not Posthorn's, is cut short or is a newer one's by its first bytes: already opening it would leave a log
 * beside it. A file whose last process died has such a log, which only the database itself can read; it judges there.
 */
export function inspectFile(path: string): void {
  const size = sizeOf(path);
  if (size === 0 || sizeOf(`${path}-wal`) > 0) return;
  const header = firstBytes(path);
  if (header.toString("latin1", 0, MAGIC.length) !== MAGIC)
    throw new StoreError("unavailable", "it cannot be read: it is not a database");
  const pageSize = header.readUInt16BE(PAGE_SIZE) === 1 ? 65_536 : header.readUInt16BE(PAGE_SIZE);
  if (size > pageSize && header.readUInt32BE(APPLICATION) !== APPLICATION_ID)
    throw new StoreError("unavailable", "it is a database of another program");
  if (size < header.readUInt32BE(PAGES) * pageSize)
    throw new StoreError("unavailable", "it cannot be read: it is cut short");
  refuseNewer(header.readUInt32BE(USER_VERSION));
}

function firstBytes(path: string): Buffer {
  const header = Buffer.alloc(100);
  const file = openSync(path, "r");
  try {
    readSync(file, header);
  } finally {
    closeSync(file);
  }
  return header;
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

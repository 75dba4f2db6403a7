import type { Connection } from "./connection.ts";
import { records, StoreError } from "./store.ts";

/** "PHRN": marks a file as Posthorn's own, so that another program's database is never migrated by mistake. */
export const APPLICATION_ID = 0x5048524e;

/** What a connection is for; `copy` only ever reads the file, but must write its copy elsewhere. */
export type Mode = "write" | "read" | "copy";

const pragmas: Record<Mode, string[]> = {
  write: [
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
  ],
  read: ["PRAGMA query_only = ON", "PRAGMA temp_store = MEMORY"],
  copy: [],
};

/** For a file with nothing in it; later they would be a write each time, and `auto_vacuum` goes unheeded. */
const once = ["PRAGMA auto_vacuum = INCREMENTAL", `PRAGMA application_id = ${APPLICATION_ID}`];

/** Sets a fresh connection up; a file that isn't Posthorn's is refused before anything is written to it. */
export async function prepareFile(connection: Connection, mode: Mode): Promise<void> {
  const isEmpty = (await refuseForeignFile(connection)) === 0;
  const first = mode === "write" && isEmpty ? once : [];
  for (const sql of [...first, ...pragmas[mode]]) await connection.read({ sql });
}

/** How many tables and indexes it has. */
async function refuseForeignFile(connection: Connection): Promise<number> {
  const sql = `SELECT (SELECT application_id FROM pragma_application_id) AS application,
                      (SELECT count(*) FROM sqlite_schema) AS objects`;
  const [found] = records<{ application: number; objects: number }>(await readHeader(connection, sql));
  if (found && found.objects > 0 && found.application !== APPLICATION_ID)
    throw new StoreError("unavailable", "it is a database of another program");
  return found?.objects ?? 0;
}

async function readHeader(connection: Connection, sql: string) {
  try {
    return await connection.read({ sql });
  } catch (error) {
    throw new StoreError("unavailable", `it cannot be read: ${(error as Error).message}`);
  }
}

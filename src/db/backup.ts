import { Database } from "bun:sqlite";
import { APPLICATION_ID } from "./file.ts";

/**
 * Copies a local database, with all that is committed, into `target`, which must not exist; nothing but the copy is written. For
 * when no instance answers: Bun's own SQLite, because libSQL's module may not be unpacked yet. Throws in plain words.
 */
export function copyDatabase(path: string, target: string): void {
  const database = new Database(path, { readonly: true });
  try {
    const { application_id } = database.query("PRAGMA application_id").get() as { application_id: number };
    if (application_id !== APPLICATION_ID) throw new Error(`${path} is not a database of Posthorn`);
    database.run("VACUUM INTO ?", [target]);
  } finally {
    database.close();
  }
}

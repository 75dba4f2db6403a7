import { join } from "node:path";
import type { Config } from "./config.ts";
import { type Location, openStore } from "./db/open.ts";
import { type Store, StoreError } from "./db/store.ts";
import { StartError } from "./start-error.ts";

/** Where the database of a configuration is, and which locks on it its role takes. */
export function locationOf({
  databaseUrl,
  databaseAuthToken: authToken,
  dataDir,
  role,
}: Pick<Config, "databaseUrl" | "databaseAuthToken" | "dataDir" | "role">): Location {
  if (databaseUrl && !databaseUrl.startsWith("file:")) return { kind: "remote", url: databaseUrl, authToken };
  const path = databaseUrl?.slice("file:".length) ?? join(dataDir, "posthorn.db");
  const roles = role === "all" ? ["api", "worker"] : [role];
  return { kind: "file", path, locks: roles.map((name) => `${path}.${name}.lock`) };
}

/** As `openStore`, but says in plain words what the operator can put right. Throws StartError. */
export async function openDatabase(location: Location): Promise<Store> {
  const place = location.kind === "file" ? location.path : location.url;
  try {
    return await openStore(location);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StartError(`The database ${place} cannot be used: ${error.message}.`, { cause: error });
  }
}

import type { Client, Config, InStatement, ResultSet } from "@libsql/client";
import { type Result, type Statement, storeError, type Value } from "./store.ts";

/**
 * One connection to a database. `concurrency: 1` because PRAGMAs do not carry over to the client's other connections.
 * Reads and writes of a remote server go through the same two calls: `batch` is atomic and one round trip.
 */
export type Connection = {
  write(statements: Statement[]): Promise<Result[]>;
  read(statement: Statement): Promise<Result>;
  close(): void;
};

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** `createClient` is the one of `@libsql/client/sqlite3` for files and of `/web` for servers: neither loads the other. */
export function connect(
  createClient: (config: Config) => Client,
  url: string,
  authToken?: string | null,
): Connection {
  const client = createClient({
    url,
    concurrency: 1,
    timeout: BUSY_TIMEOUT_MS,
    ...(authToken ? { authToken } : {}),
  });
  return {
    write: (statements) =>
      guarded(async () => (await client.batch(statements.map(bound), "write")).map(plain)),
    read: (statement) => guarded(async () => plain(await client.execute(bound(statement)))),
    close: () => client.close(),
  };
}

const bound = ({ sql, args = [] }: Statement): InStatement => ({ sql, args: [...args] });

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw storeError(error);
  }
}

function plain({ columns, rows }: ResultSet): Result {
  return { columns, rows: rows.map((row) => Array.from(row) as Value[]) };
}

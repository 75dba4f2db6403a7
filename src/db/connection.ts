import type { Client, Config, InStatement, ResultSet } from "@libsql/client";
import { type Result, type Statement, storeError, type Value } from "./store.ts";

/**
 * One connection to a database. `concurrency: 1` because PRAGMAs do not carry over to the client's other connections.
 * Reads and writes of a remote server go through the same two calls: `batch` is atomic and one round trip.
 */
export type Connection = {
  write(statements: Statement[]): Promise<Result[]>;
  read(statement: Statement): Promise<Result>;
  /** Runs one statement to its end whatever rows it steps through, as `incremental_vacuum` needs it. */
  run(sql: string): Promise<void>;
  close(): void;
};

/** `createClient` is the one of `@libsql/client/sqlite3` for files and of `/web` for servers: neither loads the other. */
export function connect(createClient: (config: Config) => Client, config: Config): Connection {
  const client = open(createClient, { ...config, concurrency: 1 });
  return {
    write: (statements) =>
      guarded(async () => (await client.batch(statements.map(bound), "write")).map(plain)),
    read: (statement) => guarded(async () => plain(await client.execute(bound(statement)))),
    run: (sql) => guarded(() => client.executeMultiple(sql)),
    close: () => client.close(),
  };
}

function open(createClient: (config: Config) => Client, config: Config): Client {
  try {
    return createClient(config);
  } catch (error) {
    throw storeError(error);
  }
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

/**
 * The one way to the database. Writes are all-or-nothing groups of statements; reads see everything committed
 * before them. Behind it stands either a local file with its own two threads or a remote libSQL server.
 */
export type Value = string | number | null;

export type Statement = { sql: string; args?: readonly Value[] };

/** Columns by position, as drizzle wants them; `records` names them. */
export type Result = { columns: string[]; rows: Value[][] };

export type Row = Record<string, Value>;

export interface Store {
  /** Runs the statements in one durable transaction (fsync before it resolves); one result each. Throws StoreError. */
  write(statements: Statement[]): Promise<Result[]>;
  /** Runs one query outside of any transaction. Throws StoreError. */
  read(statement: Statement): Promise<Result>;
  /** Writes a consistent copy of a local database to `path`, which must not exist. Throws StoreError. */
  backup(path: string): Promise<void>;
  /** Gives some of a local file's free pages back to the disk; as good as nothing on a server. */
  shrink(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `busy`: try again; `full`: no space left; `invalid`: the statement or its rows are at fault; `crowded`: too much of the same tenant's
 * waits already; `unavailable`: all else.
 */
export type StoreErrorCode = "busy" | "full" | "invalid" | "crowded" | "unavailable";

export class StoreError extends Error {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "StoreError";
  }
}

const codes: [RegExp, StoreErrorCode][] = [
  [/^SQLITE_(BUSY|LOCKED)/, "busy"],
  [/^SQLITE_FULL/, "full"],
  [/^SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG|ERROR)/, "invalid"],
];

/** Turns whatever the database client threw into a StoreError. */
export function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const known = codes.find(([pattern]) => pattern.test(String(code)) || pattern.test(message));
  return new StoreError(known?.[1] ?? "unavailable", message);
}

/** The rows of a result as objects. */
export function records<T = Row>({ columns, rows }: Result): T[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])) as T);
}

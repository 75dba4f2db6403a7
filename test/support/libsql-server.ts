import { Database, type SQLQueryBindings } from "bun:sqlite";

/**
 * A libSQL server as far as its HTTP protocol goes (Hrana 2 over HTTP, JSON), on a real SQLite file: pipelines of `execute`,
 * `batch` with conditions, and `close`. Each pipeline is a stream of its own, as the client sends them.
 */
export function startLibsqlServer(path: string) {
  const database = new Database(path, { create: true, strict: false });
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA foreign_keys = ON");
  let pipelines = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/v2/pipeline": async (request) => {
        pipelines++;
        const { requests } = (await request.json()) as { requests: StreamRequest[] };
        const stored: Stored = new Map(requests.map(({ sql_id, sql = "" }) => [sql_id, sql]));
        return Response.json({
          baton: null,
          base_url: null,
          results: requests.map((one) => answer(database, one, stored)),
        });
      },
    },
    fetch: () => new Response("not found", { status: 404 }),
  });
  return {
    url: server.url.href,
    database,
    /** Round trips so far. */
    get pipelines() {
      return pipelines;
    },
    async stop() {
      await server.stop(true);
      database.close();
    },
  };
}

type Wire = { type: string; value?: unknown; base64?: string };
type Statement = { sql?: string; sql_id?: number; args?: Wire[] };
/** The texts that a pipeline stored, by the number it gave them. */
type Stored = Map<number | undefined, string>;
type Condition = {
  type: "ok" | "error" | "not" | "and" | "or" | "is_autocommit";
  step?: number;
  cond?: Condition;
  conds?: Condition[];
};
type Step = { stmt: Statement; condition?: Condition | null };
type StreamRequest = {
  type: string;
  sql_id?: number;
  sql?: string;
  stmt?: Statement;
  batch?: { steps: Step[] };
};
type StepResult = ReturnType<typeof run>;

function answer(database: Database, request: StreamRequest, stored: Stored) {
  try {
    return { type: "ok", response: respond(database, request, stored) };
  } catch (error) {
    return { type: "error", error: wireError(error) };
  }
}

function respond(database: Database, { type, stmt, batch }: StreamRequest, stored: Stored) {
  if (type === "execute" && stmt) return { type, result: run(database, stmt, stored) };
  if (type === "batch" && batch) return { type, result: runBatch(database, batch.steps, stored) };
  return { type };
}

function runBatch(database: Database, steps: Step[], stored: Stored) {
  const results: (StepResult | null)[] = [];
  const errors: (ReturnType<typeof wireError> | null)[] = [];
  const holds = (condition: Condition): boolean => {
    const { type, step = -1, cond, conds = [] } = condition;
    if (type === "ok") return results[step] != null;
    if (type === "error") return errors[step] != null;
    if (type === "not") return cond !== undefined && !holds(cond);
    if (type === "and") return conds.every(holds);
    if (type === "or") return conds.some(holds);
    return !database.inTransaction;
  };
  for (const { stmt, condition } of steps) {
    let result: StepResult | null = null;
    let failure: ReturnType<typeof wireError> | null = null;
    try {
      if (!condition || holds(condition)) result = run(database, stmt, stored);
    } catch (error) {
      failure = wireError(error);
    }
    results.push(result);
    errors.push(failure);
  }
  return { step_results: results, step_errors: errors };
}

function run(database: Database, { sql, sql_id, args = [] }: Statement, stored: Stored) {
  const statement = database.prepare(sql ?? stored.get(sql_id) ?? "");
  const rows = statement.values(...args.map(fromWire));
  const cols = statement.columnNames.map((name) => ({ name, decltype: null }));
  statement.finalize();
  return { cols, rows: rows.map((row) => row.map(toWire)), affected_row_count: 0, last_insert_rowid: null };
}

function fromWire({ type, value, base64 }: Wire): SQLQueryBindings {
  if (type === "integer") return Number(value);
  if (type === "blob") return Buffer.from(base64 ?? "", "base64");
  return type === "null" ? null : (value as SQLQueryBindings);
}

function toWire(value: unknown): Wire {
  if (value === null) return { type: "null" };
  if (typeof value === "number" && Number.isInteger(value)) return { type: "integer", value: String(value) };
  if (typeof value === "number") return { type: "float", value };
  return { type: "text", value: String(value) };
}

function wireError(error: unknown) {
  const { message, code } = error as { message: string; code?: string };
  return { message, code: code ?? "SQLITE_ERROR" };
}

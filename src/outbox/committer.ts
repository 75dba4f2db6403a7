import { type Row, records, type Store, StoreError } from "../db/store.ts";

/**
 * A statement that handles any number of rows at once: its one parameter is a JSON array, read with `json_each`. A group
 * of 200 events is so three statements and not 600, which was measured at 27,600 instead of 7,400 lives of a
 * delivery a second. `order` puts parents before children; what it returns must have a column `key`.
 */
export type Bulk = { order: number; sql: string };

/** Rows for one bulk statement. */
export type Part = [statement: Bulk, rows: readonly object[]];

/** What the statements of a group returned, by `key`. */
export type Committed = (statement: Bulk, key: string | number) => Row | undefined;

export type Committer = {
  /**
   * Resolves when the parts are durable, all of them in one transaction. `size` is about how much text they hold, in UTF-16
   * units, where it may be large. Throws StoreError, and then none is.
   */
  commit(parts: Part[], size?: number): Promise<Committed>;
  /** Resolves when nothing is waiting any more. */
  idle(): Promise<void>;
};

type Submission = {
  parts: Part[];
  rows: number;
  size: number;
  resolve(committed: Committed): void;
  reject(error: unknown): void;
};

/** Two groups under way keep the database thread busy while this one serialises the next. */
const GROUPS_UNDER_WAY = 2;
const MAX_GROUP_ROWS = 1000;
const MAX_GROUP_SIZE = 8 * 1024 * 1024;
const BUSY_RETRIES = 5;

/** Gathers concurrent commits into groups: alone, one goes at once; under load each fsync carries what has come meanwhile. */
export function createCommitter(store: Store): Committer {
  const waiting: Submission[] = [];
  let underWay = 0;
  let scheduled = false;
  const whenIdle: (() => void)[] = [];

  function schedule(): void {
    if (scheduled || underWay >= GROUPS_UNDER_WAY || waiting.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void flush(takeGroup(waiting));
    });
  }

  async function flush(group: Submission[]): Promise<void> {
    underWay++;
    schedule();
    await settle(store, group);
    underWay--;
    schedule();
    if (underWay === 0 && waiting.length === 0) for (const wake of whenIdle.splice(0)) wake();
  }

  return {
    commit: (parts, size = 0) =>
      new Promise((resolve, reject) => {
        const rows = parts.reduce((sum, [, more]) => sum + more.length, 0);
        waiting.push({ parts, rows, size, resolve, reject });
        schedule();
      }),
    idle: () =>
      new Promise((resolve) => {
        if (underWay === 0 && waiting.length === 0) resolve();
        else whenIdle.push(resolve);
      }),
  };
}

/** The first one always, then as many as fit. */
function takeGroup(waiting: Submission[]): Submission[] {
  let rows = 0;
  let size = 0;
  const end = waiting.findIndex((submission, i) => {
    rows += submission.rows;
    size += submission.size;
    return i > 0 && (rows > MAX_GROUP_ROWS || size > MAX_GROUP_SIZE);
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

/** Writes a group; when its content is at fault each submission is tried alone, so that a bad one fails no other. */
async function settle(store: Store, group: Submission[]): Promise<void> {
  try {
    const parts = group.flatMap((submission) => submission.parts);
    const committed = await write(store, parts);
    for (const { resolve } of group) resolve(committed);
  } catch (error) {
    if (group.length > 1 && error instanceof StoreError && error.code === "invalid")
      for (const submission of group) await settle(store, [submission]);
    else for (const { reject } of group) reject(error);
  }
}

async function write(store: Store, parts: Part[]): Promise<Committed> {
  const merged = merge(parts);
  const statements = merged.map(([{ sql }, rows]) => ({ sql, args: [JSON.stringify(rows)] }));
  const results = await whileBusy(() => store.write(statements));
  const byStatement = new Map(merged.map(([bulk], i) => [bulk, results[i]]));
  const keyed = new Map<Bulk, Map<unknown, Row>>();
  return (statement, key) => {
    const result = byStatement.get(statement);
    if (!result) return undefined;
    if (!keyed.has(statement)) keyed.set(statement, new Map(records(result).map((row) => [row.key, row])));
    return keyed.get(statement)?.get(key);
  };
}

function merge(parts: Part[]): Part[] {
  const rows = new Map<Bulk, object[]>();
  for (const [statement, more] of parts) {
    const merged = rows.get(statement);
    if (merged) merged.push(...more);
    else if (more.length > 0) rows.set(statement, [...more]);
  }
  return [...rows].sort(([a], [b]) => a.order - b.order);
}

/** Another process's lock is waited for by the connection itself; this outlasts a lock held for longer than that. */
async function whileBusy<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StoreError && error.code === "busy") || tries >= BUSY_RETRIES) throw error;
    }
  }
}

import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/db/open.ts";
import { type Result, records, type Statement, type Store, StoreError } from "../../src/db/store.ts";

/** A folder of its own for one test; disposing of it deletes it. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), "posthorn-test-"));
  return {
    path,
    file: join(path, "posthorn.db"),
    files: async () => (await readdir(path)).sort(),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export const openFile = (path: string, lock = `${path}.lock`) =>
  openStore({ kind: "file", path, locks: [lock] });

/** The reason why a database is refused, in its own words. */
export async function refusal(path: string, lock?: string): Promise<StoreError> {
  const outcome = await openFile(path, lock).catch((error: unknown) => error);
  if (outcome instanceof StoreError) return outcome;
  if (!(outcome instanceof Error)) await (outcome as Store).close();
  throw new Error(`expected a StoreError, got ${outcome}`);
}

export async function rows<T = Record<string, unknown>>(
  store: Pick<Store, "read">,
  sql: string,
  args: Statement["args"] = [],
): Promise<T[]> {
  return records<T>(await store.read({ sql, args }));
}

/** What a write is refused with: the code of its StoreError. */
export async function codeOf(written: Promise<unknown>): Promise<string> {
  const error = await written.then(
    () => new Error("it was not refused"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StoreError)) throw error;
  return error.code;
}

export const hashOf = async (path: string) =>
  createHash("sha256")
    .update(await Bun.file(path).bytes())
    .digest("hex");

/** A store that keeps the statements it is asked to run, for looking at their plans. */
export function recording(store: Store): Store & { statements: Statement[] } {
  const statements: Statement[] = [];
  return {
    ...store,
    statements,
    write: (group) => {
      statements.push(...group);
      return store.write(group);
    },
    read: (statement) => {
      statements.push(statement);
      return store.read(statement);
    },
  };
}

type Fault = StoreError | null;

/** A store that fails each write or read for which `next` gives an error. */
export function failing(
  store: Store,
  next: { write?(statements: Statement[]): Fault; read?(statement: Statement): Fault },
): Store {
  const refuse = (fault: Fault | undefined) => (fault ? Promise.reject<never>(fault) : null);
  return {
    ...store,
    write: (statements): Promise<Result[]> => refuse(next.write?.(statements)) ?? store.write(statements),
    read: (statement): Promise<Result> => refuse(next.read?.(statement)) ?? store.read(statement),
  };
}

/** An error each of the first `times` times, then none. */
export function times(count: number, code: StoreError["code"]): () => Fault {
  let left = count;
  return () => (left-- > 0 ? new StoreError(code, `injected ${code}`) : null);
}

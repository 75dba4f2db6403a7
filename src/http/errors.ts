import { ValidationError } from "elysia";
import { StoreError } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { type Fault, invalid, Problem } from "./problem.ts";

/**
 * Turns whatever a request ended in into the problem its caller sees; what is our own fault is logged, never shown.
 * `allowed` tells the methods that the request's path does have.
 */
export function toProblem(
  error: unknown,
  code: string | number,
  log: Logger,
  allowed: () => string[],
): Problem {
  const cause = error instanceof Error ? error.cause : undefined;
  if (error instanceof Problem) return error;
  if (cause instanceof Problem) return cause;
  if (code === "NOT_FOUND") return noRoute(allowed);
  if (error instanceof ValidationError) return invalidOrOurs(error, log);
  // Drizzle wraps what a read of its own ran into.
  const refused = [error, cause].find((one) => one instanceof StoreError);
  if (refused?.code === "crowded") return storeProblem(refused);
  if (refused) {
    log.error("the database refused", { code: refused.code, error: refused.message });
    return storeProblem(refused);
  }
  log.error("a request failed", { error });
  return ours();
}

/** Whether a request ended because its client left before the body was whole: nobody reads the response. */
export const hasLeft = (error: unknown, { signal }: Request): boolean =>
  signal.aborted && error instanceof Error && error.name === "AbortError";

export const LEFT = new Problem("malformed_request", "The connection was closed before the body was whole.");

/** An answer that does not fit its own schema is logged by its faults alone: the error holds all of it, secrets too. */
function invalidOrOurs(error: ValidationError, log: Logger): Problem {
  if (error.type !== "response") return invalid(faultsOf(error.all, places[error.type] ?? ""));
  log.error("an answer does not fit its schema", { faults: faultsOf(error.all, "") });
  return ours();
}

function noRoute(allowed: () => string[]): Problem {
  const methods = allowed().join(", ");
  if (methods === "") return new Problem("not_found", "There is no such route.");
  return new Problem("method_not_allowed", `This route takes ${methods}.`, [], { allow: methods });
}

export function storeProblem(error: StoreError): Problem {
  const again = { "retry-after": "5" };
  if (error.code === "full")
    return new Problem("disk_full", "Nothing was accepted. Free some space.", [], again);
  if (error.code === "invalid") return ours();
  if (error.code === "crowded") return new Problem("too_many_requests", CROWDED, [], again);
  return new Problem("database_unavailable", "Nothing was accepted. Try again.", [], again);
}

const CROWDED =
  "Nothing was accepted: too many of this tenant's events wait to be held against filters and schemas. Send less at once.";

const ours = () => new Problem("internal", "The fault is on our side and was logged.");

const places: Record<string, string> = { body: "", query: "/query", params: "/path", headers: "/headers" };

type Schema = { description?: string; type?: string; anyOf?: Schema[] };
type Found = { path: string; message: string; schema?: Schema; errors?: Iterable<unknown>[] };

/** Every fault that a validator found, in plain words, the first one for each place. `base` is what pointers begin with. */
export function faultsOf(found: Iterable<unknown>, base: string): Fault[] {
  const faults = new Map<string, Fault>();
  for (const outer of found as Iterable<Found>)
    for (const fault of innermost(outer)) {
      const pointer = base + fault.path;
      if (!faults.has(pointer)) faults.set(pointer, { pointer, detail: describe(fault) });
    }
  return [...faults.values()];
}

/** A union says only that nothing fits; where one of its variants fits but for what is inside it, that is the fault. */
function innermost(fault: Found): Found[] {
  for (const variant of fault.errors ?? []) {
    const inside = [...variant] as Found[];
    if (inside.length > 0 && inside.every(({ path }) => path.length > fault.path.length))
      return inside.flatMap(innermost);
  }
  return [fault];
}

function describe({ message, schema }: Found): string {
  if (message === "Unexpected property") return "is not a field here";
  if (message === "Expected required property") return "is required";
  const wanted = schema && wording(schema);
  return wanted ? `must be ${wanted}` : message.replace(/^Expected/, "must be");
}

/** What a schema asks for, in its own words or in those of its variants. */
function wording({ description, type, anyOf = [] }: Schema): string | undefined {
  if (description !== undefined || type === "null") return description ?? "null";
  const [first, ...others] = anyOf.map(wording).filter((words) => words !== undefined);
  const more = others.filter((words) => words !== "null" || !/\bnull\b/.test(first ?? ""));
  return first === undefined ? undefined : [first, ...more].join(" or ");
}

import { ValidationError } from "elysia";
import { StoreError } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { type Fault, invalid, Problem } from "./problem.ts";

/** Turns whatever a request ended in into the problem its caller sees; what is our own fault is logged, never shown. */
export function toProblem(error: unknown, code: string | number, log: Logger): Problem {
  const cause = error instanceof Error ? error.cause : undefined;
  if (error instanceof Problem) return error;
  if (cause instanceof Problem) return cause;
  if (code === "NOT_FOUND") return new Problem("not_found", "There is no such route.");
  if (error instanceof ValidationError && error.type !== "response")
    return invalid(faultsOf(error.all, places[error.type] ?? ""));
  if (error instanceof StoreError) {
    log.error("the database refused", { code: error.code, error: error.message });
    return storeProblem(error);
  }
  log.error("a request failed", { error });
  return new Problem("internal", "The fault is on our side and was logged.");
}

export function storeProblem(error: StoreError): Problem {
  const again = { "retry-after": "5" };
  if (error.code === "full")
    return new Problem("disk_full", "Nothing was accepted. Free some space.", [], again);
  if (error.code === "invalid") return new Problem("internal", "The fault is on our side and was logged.");
  return new Problem("database_unavailable", "Nothing was accepted. Try again.", [], again);
}

const places: Record<string, string> = { body: "", query: "/query", params: "/path", headers: "/headers" };

type Found = { path: string; message: string; schema?: { description?: string } };

/** Every fault that a validator found, in plain words, the first one for each place. `base` is what pointers begin with. */
export function faultsOf(found: Iterable<unknown>, base: string): Fault[] {
  const faults = new Map<string, Fault>();
  for (const fault of found as Iterable<Found>) {
    const pointer = base + fault.path;
    if (!faults.has(pointer)) faults.set(pointer, { pointer, detail: describe(fault) });
  }
  return [...faults.values()];
}

function describe({ message, schema }: Found): string {
  if (message === "Unexpected property") return "is not a field here";
  if (message === "Expected required property") return "is required";
  const wanted = schema?.description;
  return wanted ? `must be ${wanted}` : message.replace(/^Expected/, "must be");
}

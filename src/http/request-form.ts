import { jsonPointer } from "../wire/pointer.ts";
import { invalid, Problem } from "./problem.ts";

/**
 * Refuses a request that two readers could read differently: more than one Host header, and below the API a name that stands in the
 * query more than once. Throws 400, and 422 with a pointer to each name. Source: RFC 9112, section 3.2.
 */
export function refuseAmbiguous({ headers }: Request, { searchParams }: URL, isApi: boolean): void {
  // Several come joined by a comma, which no host has.
  if (headers.get("host")?.includes(","))
    throw new Problem("malformed_request", "The request has more than one Host header.");
  if (!isApi || searchParams.size < 2) return;
  const names = [...searchParams.keys()];
  const repeated = new Set(names.filter((name, at) => names.indexOf(name) < at));
  if (repeated.size === 0) return;
  throw invalid(
    [...repeated].map((name) => ({
      pointer: jsonPointer(["query", name]),
      detail: "is given more than once",
    })),
  );
}

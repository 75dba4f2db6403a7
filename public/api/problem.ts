/** One fault of a request: `pointer` is a JSON pointer into the body, or `/query/<name>`. */
export type Fault = { pointer: string; detail: string };

/** Why the server did not do what it was asked, or that it could not be reached. Source: RFC 9457. */
export type Problem = {
  /** The answer's status; 0 when there was none. */
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: Fault[];
  /** How many seconds to wait before asking again, where the server says so. */
  retryAfterSeconds: number | null;
};

type Refused = { status: unknown; value?: unknown };

/** What of a failed call the page can tell. `response` is missing where no answer came. */
export function problemOf(error: Refused, response: Response | undefined): Problem {
  const wait = Number(response?.headers.get("retry-after") ?? Number.NaN);
  const told = (typeof error.value === "object" ? error.value : null) as Partial<Problem> | null;
  return {
    status: response?.status ?? 0,
    code: told?.code ?? (response ? "unknown" : "unreachable"),
    title: told?.title ?? "",
    detail: told?.detail ?? "",
    errors: told?.errors ?? [],
    retryAfterSeconds: Number.isFinite(wait) ? wait : null,
  };
}

/** What is wrong at one place of the body, and below it; undefined when nothing is. */
export function faultAt(problem: Problem | null, pointer: string): string | undefined {
  const own = problem?.errors.filter((fault) => isWithin(fault, pointer)) ?? [];
  return own.length > 0 ? own.map(({ detail }) => detail).join("; ") : undefined;
}

/** The faults that no field of the form shows. */
export const faultsOutside = (problem: Problem, pointers: readonly string[]): Fault[] =>
  problem.errors.filter((fault) => !pointers.some((pointer) => isWithin(fault, pointer)));

const isWithin = (fault: Fault, pointer: string) =>
  fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`);

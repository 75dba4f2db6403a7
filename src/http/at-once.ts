import { Problem } from "./problem.ts";

const AGAIN = { "retry-after": "1" };

/**
 * Lets each caller do something `limit` times at the same time. Throws 429 with `detail` for what comes beyond: it would wait in
 * memory, and hold up others.
 */
export function atOnce(limit: number, detail: string) {
  const running = new Map<string, number>();
  return async <T>(caller: string, work: () => Promise<T>): Promise<T> => {
    const before = running.get(caller) ?? 0;
    if (before >= limit) throw new Problem("too_many_requests", detail, [], AGAIN);
    running.set(caller, before + 1);
    try {
      return await work();
    } finally {
      const left = (running.get(caller) ?? 1) - 1;
      if (left > 0) running.set(caller, left);
      else running.delete(caller);
    }
  };
}

import { expect } from "bun:test";

/** How long a condition may take before a test gives up on it, in milliseconds; far beyond what any of them needs. */
const PATIENCE_MS = 30_000;

/**
 * Resolves with the first value that is neither false, null nor undefined: for what happens on its own after a request has been
 * answered. It yields to the event loop in between and measures nothing.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  what = "the condition",
): Promise<NonNullable<T>> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await probe();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what} did not come true`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Fails unless the probe comes to answer this: what a page shows follows what is done to it only after a moment. */
export async function expectSoon<T>(probe: () => T | Promise<T>, expected: T): Promise<void> {
  let last: T | undefined;
  const isThere = async () => {
    last = await probe();
    return Bun.deepEquals(last, expected);
  };
  await waitFor(isThere).catch(() => expect(last as T).toEqual(expected));
}

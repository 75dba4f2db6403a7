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

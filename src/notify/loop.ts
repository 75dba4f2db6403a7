/** Runs one thing whenever it is woken, never twice at once; woken meanwhile, once more afterwards. */
export function createLoop(run: () => Promise<void>, failed: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function turn(): Promise<void> {
    do {
      again = false;
      await run().catch(failed);
    } while (again && !stopped);
    running = null;
  }

  return {
    /** Resolves when nothing runs any more. */
    wake(): Promise<void> {
      if (stopped) return Promise.resolve();
      again = true;
      running ??= turn();
      return running;
    },
    async stop(): Promise<void> {
      stopped = true;
      await running;
    },
  };
}

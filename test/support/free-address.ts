/**
 * An address that stays free while nobody listens on it: below the ports that the system gives to outgoing connections,
 * of which a restart on the same port would otherwise meet one now and then.
 */
export async function freeListeningAddress(): Promise<string> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    try {
      await Bun.serve({ hostname: "127.0.0.1", port, fetch: () => new Response() }).stop(true);
      return `127.0.0.1:${port}`;
    } catch {
      // Taken: the next one.
    }
  }
}

const listeners = new Set<() => void>();

/** Tells those who wait that somebody has signed in again, so that they ask once more. */
export const signIns = {
  /** Calls `listener` at every sign-in until the function that this answers is called. */
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  announce(): void {
    for (const listener of [...listeners]) listener();
  },
};

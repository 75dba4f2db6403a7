/**
 * What the page remembers in this browser. Inside another site's frame, or where somebody has said so, browsers keep nothing and
 * throw instead: then it is forgotten with the page.
 */
export const storage = {
  get(name: string): string | null {
    return attempt(() => localStorage.getItem(name)) ?? forgotten.get(name) ?? null;
  },
  set(name: string, value: string): void {
    forgotten.set(name, value);
    attempt(() => localStorage.setItem(name, value));
  },
  remove(name: string): void {
    forgotten.delete(name);
    attempt(() => localStorage.removeItem(name));
  },
};

/** Whether the browser keeps it until the next visit. */
export const isKept = attempt(() => localStorage.length) !== undefined;

const forgotten = new Map<string, string>();

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

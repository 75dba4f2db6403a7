const MINUTE_MS = 60_000;

/** A moment as a field for date and time has it: in the reader's own zone, to the minute before. */
export function localOf(iso: string): string {
  const at = Date.parse(iso);
  const offset = new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(at - offset).toISOString().slice(0, "2026-11-22T01:40".length);
}

/** The moment that such a field means, in UTC; null while it is not filled in. */
export function isoOf(local: string): string | null {
  const at = Date.parse(local);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

type Source = { source?: string };
type RawJson = { rawJSON?: (text: string) => unknown };

const { rawJSON } = JSON as RawJson;

/**
 * Parses JSON and keeps numbers as they were written where JavaScript would change them (1.50, 12345678901234567890): these
 * become `JSON.rawJSON`, which `JSON.stringify` writes back. Browsers without it round them.
 */
export function parseJson(text: string): unknown {
  if (!rawJSON) return JSON.parse(text);
  return JSON.parse(text, (_key: string, value: unknown, context?: Source) =>
    typeof value === "number" && context?.source !== undefined && String(value) !== context.source
      ? rawJSON(context.source)
      : value,
  );
}

/** JSON text with two spaces of indent, numbers as they were written; null when it is no JSON. */
export function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(parseJson(text), null, 2);
  } catch {
    return null;
  }
}

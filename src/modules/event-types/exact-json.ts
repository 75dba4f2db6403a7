/** TypeScript does not know them yet. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
};

export type Json = Record<string, unknown>;

/** As JSON.parse, but numbers are raw JSON: written again they keep the digits that they came with. */
export function parseExactly(text: string): unknown {
  const keep = (_: string, value: unknown, { source }: { source: string }) =>
    typeof value === "number" ? rawJSON(source) : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

/** An object of JSON, not a list and not a raw number. */
export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isRawJSON(value);

/** Whether two JSON texts, or the lack of one, hold the same. Order of keys counts, digits of numbers too. */
export function sameJson(one: string | null, other: string | null): boolean {
  if (one === other || one === null || other === null) return one === other;
  return JSON.stringify(parseExactly(one)) === JSON.stringify(parseExactly(other));
}

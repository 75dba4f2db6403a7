/** Where a value stands in its text: `text.slice(start, end)`, without surrounding white space. */
export type Span = { start: number; end: number };

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;

/** Whether the character code is one of JSON's four white-space characters. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The first index at or after `at` that holds no white space. */
export function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The index after the last character before `end` that is no white space. */
export function trimSpace(text: string, end: number): number {
  while (isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** The index after the closing quote of the string that opens at `start`. */
export function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

/** The characters that the string literal at [start, end) stands for, escapes decoded. */
export function decodeString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes("\\") ? JSON.parse(text.slice(start, end)) : raw;
}

/** The index of the comma or bracket that ends the member or element that begins at `at`. */
function valueLimit(text: string, at: number): number {
  for (let depth = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth-- === 0) return at;
    } else if (code === COMMA && depth === 0) return at;
  }
  return at;
}

/**
 * The spans of the elements of the array that opens at `arrayStart` of a valid JSON text, in order. Looks at no
 * element's inside, so one bad event in a batch spoils no other.
 */
export function scanArray(text: string, arrayStart: number): Span[] {
  const spans: Span[] = [];
  let at = skipSpace(text, arrayStart + 1);
  if (text.charCodeAt(at) === CLOSE_BRACKET) return spans;
  for (let limit = at; limit < text.length; at = skipSpace(text, limit + 1)) {
    limit = valueLimit(text, at);
    spans.push({ start: at, end: trimSpace(text, limit) });
    if (text.charCodeAt(limit) === CLOSE_BRACKET) break;
  }
  return spans;
}

/**
 * The spans of the members of a valid JSON text whose top value is an object, keys decoded; of a key that occurs
 * twice, the last, as JSON.parse has it. Looks at no member's inside: `scanObject` is the thorough one.
 */
export function scanMembers(text: string): Map<string, Span> {
  const members = new Map<string, Span>();
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = stringEnd(text, at);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const limit = valueLimit(text, start);
    members.set(decodeString(text, at, keyEnd), { start, end: trimSpace(text, limit) });
    at = skipSpace(text, limit + 1);
  }
  return members;
}

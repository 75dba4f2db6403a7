// JSON as text. JavaScript's objects put integer-like keys first and round long numbers, so what a caller wrote is
// cut, checked and joined as characters. Every function here takes text that JSON.parse has accepted.
import { isSpace, QUOTE, skipSpace, stringEnd } from "./json-spans.ts";

export { rewriteDates } from "./json-dates.ts";
export { type JsonShape, scanObject } from "./json-scan.ts";
export { type Span, scanArray, scanMembers } from "./json-spans.ts";

/** The text without white space between its tokens; the very same string when there is none. */
export function compact(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at) - 1;
    else if (isSpace(code)) {
      pieces.push(text.slice(from, at));
      from = skipSpace(text, at);
      at = from - 1;
    }
  }
  return from === 0 ? text : pieces.join("") + text.slice(from);
}

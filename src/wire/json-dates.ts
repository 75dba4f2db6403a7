import { parseDateTime } from "./date-time.ts";
import { COLON, decodeString, skipSpace, stringEnd } from "./json-spans.ts";

/** `"2024-01-15T10:30:00Z"`: nothing shorter can be a date-time. */
const SHORTEST_LITERAL = 22;

/**
 * Rewrites each string value (never a key) that is a complete RFC 3339 date-time to UTC `YYYY-MM-DDTHH:mm:ss` and
 * changes nothing else; fractions of a second are cut off. Strings that only look like one stay as they are.
 */
export function rewriteDates(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('"'); at !== -1; ) {
    const end = stringEnd(text, at);
    const sortable = end - at < SHORTEST_LITERAL ? null : sortableDate(text, at, end);
    if (sortable !== null) {
      pieces.push(text.slice(from, at), `"${sortable}"`);
      from = end;
    }
    at = text.indexOf('"', end);
  }
  return from === 0 ? text : pieces.join("") + text.slice(from);
}

function sortableDate(text: string, start: number, end: number): string | null {
  const moment = parseDateTime(decodeString(text, start, end));
  const isKey = moment !== null && text.charCodeAt(skipSpace(text, end)) === COLON;
  return moment === null || isKey ? null : new Date(moment).toISOString().slice(0, 19);
}

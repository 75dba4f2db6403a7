/** RFC 9110 section 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** What RFC 9110 section 5.5 lets a field value hold and a sender can write: no control characters, no non-Latin-1. */
const SENDABLE = /^[\t\x20-\x7e\xa0-\xff]*$/;

const LONGEST_VALUE = 4096;

/** Written by Posthorn or the HTTP layer, or meaningful only to one connection; never a profile's or a webhook's. */
const RESERVED = new Set([
  "host",
  "user-agent",
  "content-type",
  "content-length",
  "transfer-encoding",
  "accept-encoding",
  "connection",
  "keep-alive",
  "te",
  "trailer",
  "upgrade",
  "http2-settings",
  "expect",
]);

/** Why a header may not have this name, in plain words after the name; null when it may. */
export function headerNameFault(name: string): string | null {
  if (!TOKEN.test(name)) return "is not a header name: use letters, digits and -";
  const lower = name.toLowerCase();
  const reserved = RESERVED.has(lower) || lower.startsWith("proxy-");
  return reserved ? "is reserved: Posthorn or the connection itself writes it" : null;
}

/** Why a header cannot be sent with this value, in plain words after the value's name; null when it can. */
export function headerValueFault(value: string): string | null {
  if (value === "") return "must not be empty";
  if (value.length > LONGEST_VALUE) return `must be at most ${LONGEST_VALUE} characters`;
  if (!SENDABLE.test(value)) return "holds a line break, another control character or one outside Latin-1";
  return value.trim() === value ? null : "must not begin or end with a space";
}

/** Runs a header cannot carry, and the spaces at its ends that would be lost on the way. */
const UNSENDABLE = /[^\x20-\x7e\xa0-\xff]+|^ +| +$/g;

/**
 * The value with what a header cannot carry (control characters, characters outside Latin-1, spaces at the ends)
 * percent-encoded as UTF-8, so that an odd actor or tenant id cannot hold up a delivery. A `%` already in the value
 * stays as it is.
 */
export function headerSafe(value: string): string {
  return value.replace(UNSENDABLE, (run) => encodeURIComponent(run.toWellFormed()));
}

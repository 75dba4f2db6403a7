import { gunzipped, isGzip } from "./decode.ts";
import type { Received } from "./exchange.ts";

/** Bytes of a body that are read before the socket is closed. */
export const READ_LIMIT = 64 * 1024;
/** Bytes of a body that are kept. */
export const KEEP_LIMIT = 16 * 1024;
/** Bytes of a header block; more is response_too_large. */
export const HEADER_LIMIT = 16 * 1024;
/** Header names that are kept, the first ones. */
export const HEADER_COUNT = 100;

/** Gathers one answer within the limits. */
export class Answer {
  private kept: Buffer[] = [];
  private read = 0;

  constructor(
    readonly statusCode: number,
    private headers: Received["headers"],
  ) {}

  get isSuccess(): boolean {
    return this.statusCode >= 200 && this.statusCode < 300;
  }

  /** Takes the next piece of the body; false when no more is to be read. */
  take(chunk: Buffer): boolean {
    const room = KEEP_LIMIT - this.read;
    if (room > 0) this.kept.push(chunk.subarray(0, room));
    this.read += chunk.length;
    return this.read <= READ_LIMIT;
  }

  /** What came; `complete` says that the body's end was seen. */
  received(complete: boolean): Received {
    const kept = Buffer.concat(this.kept);
    const decoded = isGzip(this.headers) ? gunzipped(kept, KEEP_LIMIT) : null;
    const truncated = !complete || this.read > KEEP_LIMIT || decoded?.whole === false;
    return {
      statusCode: this.statusCode,
      headers: firstOf(this.headers),
      body: textOf(decoded?.bytes ?? kept, truncated),
      truncated,
    };
  }
}

/** SQLite's text functions end at a NUL. A character cut in two by the limit is left out. */
function textOf(bytes: Buffer, truncated: boolean): string {
  if (bytes.length === 0) return "";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(bytes, { stream: truncated }).replaceAll("\0", "\uFFFD");
}

function firstOf(headers: Received["headers"]): Received["headers"] {
  const names = Object.keys(headers);
  if (names.length <= HEADER_COUNT) return headers;
  return Object.fromEntries(names.slice(0, HEADER_COUNT).map((name) => [name, headers[name] ?? ""]));
}

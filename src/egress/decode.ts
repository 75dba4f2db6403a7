import { constants, gunzipSync } from "node:zlib";

/** Bytes that one try may make: what is shown is far less, and no bomb makes more. */
const MADE_LIMIT = 256 * 1024;

/** Names of the one content coding that is decoded. Source: RFC 9110, section 8.4.1.3. */
const GZIP = new Set(["gzip", "x-gzip"]);

export type Headers = Readonly<Record<string, string | string[]>>;

/** Whether headers (names in lower case) say that the body is compressed by gzip, and by nothing else. */
export function isGzip(headers: Headers): boolean {
  const coding = [headers["content-encoding"] ?? ""].flat().join(",");
  return GZIP.has(coding.trim().toLowerCase());
}

/** Whether a body that is labelled gzip was kept decoded: as text, gzip's own first bytes are these. Source: RFC 1952, 2.3.1. */
export const isDecoded = (body: string): boolean => body !== "" && !body.startsWith("\u001f\uFFFD");

/**
 * The beginning of a gzip body, which may be cut short, decoded to show to people: at most `limit` bytes. null where it is no
 * gzip. `whole`: it is all that `bytes` has.
 */
export function gunzipped(bytes: Buffer, limit: number): { bytes: Buffer; whole: boolean } | null {
  // What makes too much is tried by half: each try is bounded in bytes, and there are few of them.
  for (let taken = bytes.length; taken > 0; taken = Math.floor(taken / 2)) {
    const made = attempt(bytes.subarray(0, taken));
    if (made === "too much") continue;
    return made && { bytes: made.subarray(0, limit), whole: taken === bytes.length && made.length <= limit };
  }
  return null;
}

function attempt(bytes: Buffer): Buffer | "too much" | null {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MADE_LIMIT });
  } catch (error) {
    return (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? "too much" : null;
  }
}

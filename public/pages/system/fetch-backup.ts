import { at } from "../../api/client.ts";

/** The server's answer where it is no backup. */
export class Refused extends Error {
  constructor(
    readonly response: Response,
    readonly value: unknown,
  ) {
    super();
  }
}

/**
 * Fetches a copy of the database. The browser keeps it on disk as it comes where it is large. `progress` gets bytes, so far and in
 * all. Throws Refused, and what fetch throws.
 */
export async function fetchBackup(signal: AbortSignal, progress: (bytes: number, total: number) => void) {
  const response = await fetch(at("api/v1/system/backup"), {
    method: "POST",
    credentials: "same-origin",
    signal,
  });
  if (!response.ok || !response.body) throw new Refused(response, await response.json().catch(() => null));
  const total = Number(response.headers.get("content-length") ?? 0);
  const counted = response.body.pipeThrough(counter((bytes) => progress(bytes, total)));
  const blob = await new Response(counted, { headers: { "content-type": "application/vnd.sqlite3" } }).blob();
  return { name: nameOf(response), blob };
}

/** Told at most ten times a second. */
const PAUSE_MS = 100;

function counter(
  progress: (bytes: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let [bytes, last] = [0, 0];
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (performance.now() - last > PAUSE_MS) {
        last = performance.now();
        progress(bytes);
      }
      controller.enqueue(chunk);
    },
  });
}

const nameOf = ({ headers }: Response) =>
  /filename="([\w.-]+)"/.exec(headers.get("content-disposition") ?? "")?.[1] ?? "posthorn.db";

/** How long the browser may take to begin to write it. */
const KEPT_MS = 60_000;

/** Hands a file to the browser as a download. */
export function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

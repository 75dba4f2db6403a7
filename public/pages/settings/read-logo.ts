/** What the server takes. */
export const TYPES = ["image/png", "image/jpeg", "image/webp", "image/svg+xml"];
const MOST_BYTES = 65_536;

type Read = { ok: true; url: string } | { ok: false; reason: "type" | "size" };

/** A file as a data: URL in base64, unless it is too large or no image that the portal shows. */
export async function readLogo(file: File): Promise<Read> {
  if (!TYPES.includes(file.type)) return { ok: false, reason: "type" };
  if (file.size > MOST_BYTES) return { ok: false, reason: "size" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { ok: true, url: `data:${file.type};base64,${btoa(text)}` };
}

import { createHmac, timingSafeEqual } from "node:crypto";
import type { Message, Scheme } from "./scheme.ts";

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The bytes of `<prefix><base64>`; null unless the text is exactly that. The round trip matters: Buffer.from skips
 * over junk, which would sign with a shorter key than the consumer has.
 */
export function decodeKey(prefix: string, text: string): Buffer | null {
  const encoded = text.slice(prefix.length);
  if (!text.startsWith(prefix) || !BASE64.test(encoded)) return null;
  const bytes = Buffer.from(encoded, "base64");
  return bytes.toString("base64") === encoded ? bytes : null;
}

/** HMAC-SHA256; texts count as UTF-8. */
export function hmacSha256(key: Buffer | string, content: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(content).digest(encoding);
}

/** What Standard Webhooks signs. */
export function standardContent({ id, timestamp, body }: Message): string {
  return `${id}.${timestamp}.${body}`;
}

/** Equality that takes the same time wherever the texts differ; their lengths are no secret. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The check of a scheme whose receiver signs again with the shared secret and compares. */
export function checkBySigning(sign: Scheme["sign"]): Scheme["check"] {
  return (message, secret, signature) => {
    const expected = sign(message, secret);
    return expected === null ? null : sameText(expected, signature);
  };
}

const LONGEST_TEXT_SECRET = 512;

/** The demand of schemes whose key is the secret itself, as UTF-8. */
export function textSecretFault(secret: string): string | null {
  const fits = secret.length >= 1 && secret.length <= LONGEST_TEXT_SECRET && secret.isWellFormed();
  return fits ? null : `must be a text of 1 to ${LONGEST_TEXT_SECRET} characters`;
}

/** Parts every scheme shares that puts one signature in a header of the profile's choice and covers only the body. */
export const bodyOnly = {
  header: null,
  companions: {},
  needs: [],
  several: false,
  privateKey: false,
  format: (_message: Message, signatures: string[]) => signatures.join(""),
  secretFault: textSecretFault,
  generate: null,
} satisfies Partial<Scheme>;

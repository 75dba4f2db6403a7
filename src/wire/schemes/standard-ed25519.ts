import { createPrivateKey, createPublicKey, type KeyObject, sign as signWith, verify } from "node:crypto";
import { decodeKey, standardContent } from "./keys.ts";
import type { Message, Scheme } from "./scheme.ts";
import { readVersion, standardHeaders } from "./standard.ts";

const SECRET_PREFIX = "whsk_";
const PUBLIC_PREFIX = "whpk_";
const HALF = 32;

// RFC 8410: what DER puts before the 32 bytes of an Ed25519 key.
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
}

function publicBytes(seed: Uint8Array): Buffer {
  return createPublicKey(privateKey(seed)).export({ format: "der", type: "spki" }).subarray(-HALF);
}

/** The 32 bytes seed and 32 bytes public key of a `whsk_` secret, or null. */
function halves(secret: string): [seed: Buffer, publicKey: Buffer] | null {
  const bytes = decodeKey(SECRET_PREFIX, secret);
  return bytes?.length === 2 * HALF ? [bytes.subarray(0, HALF), bytes.subarray(HALF)] : null;
}

function sign(message: Message, secret: string): string | null {
  const [seed] = halves(secret) ?? [];
  if (seed === undefined) return null;
  return `v1a,${signWith(null, Buffer.from(standardContent(message)), privateKey(seed)).toString("base64")}`;
}

function check(message: Message, key: string, signature: string): boolean | null {
  const bytes = decodeKey(PUBLIC_PREFIX, key) ?? halves(key)?.[1];
  if (bytes?.length !== HALF) return null;
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: "der", type: "spki" });
  const received = decodeKey("v1a,", signature);
  return received !== null && verify(null, Buffer.from(standardContent(message)), publicKey, received);
}

/** A secret whose public half is not its seed's would sign what no consumer can verify. */
function secretFault(secret: string): string | null {
  const [seed, publicKey] = halves(secret) ?? [];
  if (!seed || !publicKey) return `must be ${SECRET_PREFIX} and the base64 of ${2 * HALF} bytes`;
  return publicBytes(seed).equals(publicKey) ? null : "is no key pair: its two halves do not belong together";
}

/** The `whpk_` public key of a `whsk_` secret, for the consumer; null when the text is no such secret. */
export function publicKeyOf(secret: string): string | null {
  const [seed] = halves(secret) ?? [];
  return seed ? PUBLIC_PREFIX + publicBytes(seed).toString("base64") : null;
}

/** Standard Webhooks v1a, asymmetric: Ed25519 over the same content. */
export const standardEd25519: Scheme = {
  ...standardHeaders,
  privateKey: true,
  looksLike: "v1a, and base64; several are separated by spaces",
  sign,
  check,
  read: readVersion("v1a"),
  secretFault,
  generate(randomBytes) {
    const seed = randomBytes(HALF);
    return SECRET_PREFIX + Buffer.concat([seed, publicBytes(seed)]).toString("base64");
  },
};

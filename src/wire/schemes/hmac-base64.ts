import { bodyOnly, checkBySigning, hmacSha256 } from "./keys.ts";
import type { Message, Scheme } from "./scheme.ts";

const SHAPE = /^[A-Za-z0-9+/]{43}=$/;

const sign = ({ body }: Message, secret: string) => hmacSha256(secret, body, "base64");

/** Bare base64 over the body, as Shopify writes it. */
export const hmacBase64: Scheme = {
  ...bodyOnly,
  looksLike: "44 characters of base64",
  sign,
  check: checkBySigning(sign),
  read: (header) => (SHAPE.test(header) ? { signatures: [header], timestamp: null } : null),
};

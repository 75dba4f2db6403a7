import { bodyOnly, checkBySigning, hmacSha256 } from "./keys.ts";
import type { Message, Scheme } from "./scheme.ts";

const SHAPE = /^sha256=[0-9a-f]{64}$/;

const sign = ({ body }: Message, secret: string) => `sha256=${hmacSha256(secret, body, "hex")}`;

/** `sha256=<hex>` over the body, as WebSub, GitHub and Meta write it. */
export const hubSha256: Scheme = {
  ...bodyOnly,
  looksLike: "sha256= and 64 lower-case hexadecimal digits",
  sign,
  check: checkBySigning(sign),
  read: (header) => (SHAPE.test(header) ? { signatures: [header], timestamp: null } : null),
};

import { checkBySigning, decodeKey, hmacSha256, standardContent } from "./keys.ts";
import type { Message, Scheme } from "./scheme.ts";

const PREFIX = "whsec_";
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;
const NEW_KEY = 32;

/** The headers, and the way several signatures share one, that both schemes of Standard Webhooks have. */
export const standardHeaders = {
  header: "webhook-signature",
  companions: {
    "webhook-id": (message: Message) => message.id,
    "webhook-timestamp": (message: Message) => String(message.timestamp),
  },
  needs: ["id", "timestamp"],
  several: true,
  format: (_message: Message, signatures: string[]) => signatures.join(" "),
} satisfies Partial<Scheme>;

/** Reads the space separated signatures of one version and passes over those of others. */
export function readVersion(version: string): Scheme["read"] {
  return (header) => {
    const signatures = header.split(" ").filter((part) => part.startsWith(`${version},`));
    return signatures.length === 0 ? null : { signatures, timestamp: null };
  };
}

function keyOf(secret: string): Buffer | null {
  const key = decodeKey(PREFIX, secret);
  return key && key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY ? key : null;
}

function sign(message: Message, secret: string): string | null {
  const key = keyOf(secret);
  return key && `v1,${hmacSha256(key, standardContent(message), "base64")}`;
}

/** Standard Webhooks v1, symmetric (github.com/standard-webhooks/standard-webhooks). */
export const standard: Scheme = {
  ...standardHeaders,
  privateKey: false,
  looksLike: "v1, and base64; several are separated by spaces",
  sign,
  check: checkBySigning(sign),
  read: readVersion("v1"),
  secretFault: (secret) =>
    keyOf(secret) ? null : `must be ${PREFIX} and the base64 of ${SHORTEST_KEY} to ${LONGEST_KEY} bytes`,
  generate: (randomBytes) => PREFIX + Buffer.from(randomBytes(NEW_KEY)).toString("base64"),
};

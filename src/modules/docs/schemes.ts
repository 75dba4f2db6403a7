import type { SchemeName } from "../../wire/signature.ts";

/** A signature scheme in words; `header` is the name of the header that carries it. */
type SchemeWords = {
  steps: (header: string) => string[];
  key: string;
  /** What its header and companions mean, by lower-case name; the signature header itself is `signature`. */
  headers: Record<string, string>;
};

const FRESH =
  "Refuse a timestamp that is more than 300 seconds from your clock: it may be an old request, sent again.";
const EQUAL =
  "Compare in constant time, and use the raw body: JSON that was parsed and written again has other bytes.";

const standardHeaders = {
  "webhook-id": "Id of the event, the same whenever it is sent.",
  "webhook-timestamp": "When this attempt was made, in seconds since 1970.",
};

const SPACED = "One or more signatures, separated by spaces: one genuine one is enough.";

export const schemeWords: Record<SchemeName, SchemeWords> = {
  standard: {
    steps: (header) => [
      "Requests are signed as Standard Webhooks (www.standardwebhooks.com) says; its libraries verify them too.",
      "Join `webhook-id`, `webhook-timestamp` and the raw body with dots: `<id>.<timestamp>.<body>`.",
      `\`${header}\` holds one or more signatures, separated by spaces. One of them must be \`v1,\` and the base64 of the HMAC-SHA256 of that text.`,
      EQUAL,
      FRESH,
    ],
    key: "The key is the base64-decoded rest of the webhook's secret after `whsec_`.",
    headers: { ...standardHeaders, signature: SPACED },
  },
  "standard-ed25519": {
    steps: (header) => [
      "Requests are signed as Standard Webhooks (www.standardwebhooks.com) says, with its asymmetric scheme: what you keep verifies but cannot sign.",
      "Join `webhook-id`, `webhook-timestamp` and the raw body with dots: `<id>.<timestamp>.<body>`.",
      `\`${header}\` holds one or more signatures, separated by spaces. One of them must be \`v1a,\` and the base64 of an Ed25519 signature of that text.`,
      "Use the raw body: JSON that was parsed and written again has other bytes.",
      FRESH,
    ],
    key: "The key is the webhook's public key: `whpk_` and the base64 of 32 bytes, the last 32 of the secret's 64.",
    headers: { ...standardHeaders, signature: SPACED },
  },
  "hub-sha256": {
    steps: (header) => [
      `\`${header}\` holds \`sha256=\` and the HMAC-SHA256 of the raw body, in lower-case hexadecimal digits.`,
      EQUAL,
    ],
    key: "The key is the webhook's secret as it is, in UTF-8.",
    headers: { signature: "The request's signature." },
  },
  stripe: {
    steps: (header) => [
      `\`${header}\` holds \`t=<timestamp>,v1=<signature>\`; during a change of secret there can be several \`v1\`, of which one genuine one is enough.`,
      "Join the timestamp, in seconds since 1970, and the raw body with a dot: `<timestamp>.<body>`.",
      "The signature is the HMAC-SHA256 of that text, in lower-case hexadecimal digits.",
      EQUAL,
      FRESH,
    ],
    key: "The key is the webhook's whole secret as it is, in UTF-8, its prefix included.",
    headers: { signature: "When this attempt was made, and the request's signature." },
  },
  "hmac-base64": {
    steps: (header) => [`\`${header}\` holds the HMAC-SHA256 of the raw body, in base64.`, EQUAL],
    key: "The key is the webhook's secret as it is, in UTF-8.",
    headers: { signature: "The request's signature." },
  },
};

import { type SchemeName, schemes } from "./schemes/index.ts";

/** A received request, as far as its signature covers it. */
export type SignatureCheck = {
  /** The shared secret, or for standard-ed25519 the `whpk_` public key. */
  secret: string;
  body: string;
  /** The signature header's value. */
  signature: string;
  /** `webhook-id`; only the standard schemes need it. */
  id?: string | undefined;
  /** `webhook-timestamp` in Unix seconds; only the standard schemes need it, Stripe's header carries its own. */
  timestamp?: number | undefined;
  /** How far the timestamp may be from `now`, in seconds; Infinity accepts any. Default 300. */
  toleranceSeconds?: number | undefined;
  /** Epoch milliseconds. */
  now: number;
};

export type SignatureVerdict = { ok: true } | { ok: false; reason: string };

const DEFAULT_TOLERANCE_SECONDS = 300;

/** Checks a received signature in constant time and says in one sentence what is wrong. Never throws. */
export function verifySignature(name: SchemeName, check: SignatureCheck): SignatureVerdict {
  const scheme = schemes[name];
  const received = scheme.read(check.signature.trim());
  if (received === null)
    return refuse(`The signature header does not look like ${name}: ${scheme.looksLike}.`);
  const message = { id: check.id, timestamp: received.timestamp ?? check.timestamp, body: check.body };
  const missing = scheme.needs.find((part) => message[part] === undefined);
  if (missing) return refuse(`The ${missing} is needed to check a ${name} signature.`);
  const whole = { ...message, id: message.id ?? "", timestamp: message.timestamp ?? 0 };
  const matches = received.signatures.map((signature) => scheme.check(whole, check.secret, signature));
  if (matches.includes(null)) return refuse(`The secret is no key for ${name}.`);
  if (!matches.includes(true)) return refuse("The signature is not this secret's signature of this body.");
  return scheme.needs.includes("timestamp") ? judgeAge(whole.timestamp, check) : { ok: true };
}

function judgeAge(timestamp: number, { now, toleranceSeconds = DEFAULT_TOLERANCE_SECONDS }: SignatureCheck) {
  const age = Math.floor(now / 1000) - timestamp;
  if (Math.abs(age) <= toleranceSeconds) return { ok: true } as const;
  const where = age > 0 ? "old" : "in the future";
  return refuse(`The signature is right, but its timestamp is ${Math.abs(age)} s ${where}.`);
}

function refuse(reason: string): SignatureVerdict {
  return { ok: false, reason };
}

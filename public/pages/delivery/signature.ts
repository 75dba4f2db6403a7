import type { Attempt } from "../../components/attempt.ts";

export type Scheme = "standard" | "standard-ed25519" | "stripe" | "hub-sha256" | "hmac-base64";

/** A signature that a request carries, with what it covers besides the body. */
export type Signature = {
  scheme: Scheme;
  header: string;
  value: string;
  /** The signatures themselves, one for each key that was live. */
  signatures: string[];
  /** What stands before the body in what is signed. */
  prefix: string;
};

const SHAPES: [Scheme, RegExp][] = [
  ["standard", /^v1,/],
  ["standard-ed25519", /^v1a,/],
  ["stripe", /^t=\d+,v1=/],
  ["hub-sha256", /^sha256=[0-9a-f]{64}$/],
  ["hmac-base64", /^[A-Za-z0-9+/]{43}=$/],
];

/** The signatures of a request, known by their look. Source: src/wire/schemes. */
export function signaturesOf({ headers }: Attempt["request"]): Signature[] {
  const headerOf = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
  return headers.flatMap(([header, value]) => {
    const parts = header.toLowerCase() === "webhook-signature" ? value.split(" ") : [value];
    const known = SHAPES.flatMap(([scheme, shape]) => {
      const own = parts.filter((part) => shape.test(part));
      return own.length > 0 ? [{ scheme, own }] : [];
    });
    return known.map(({ scheme, own }) => ({ scheme, header, value, ...readers[scheme](own, headerOf) }));
  });
}

type Reader = (
  parts: string[],
  headerOf: (header: string) => string,
) => Pick<Signature, "signatures" | "prefix">;

const standard: Reader = (parts, headerOf) => ({
  signatures: parts.map((part) => part.slice(part.indexOf(",") + 1)),
  prefix: `${headerOf("webhook-id")}.${headerOf("webhook-timestamp")}.`,
});

const readers: Record<Scheme, Reader> = {
  standard,
  "standard-ed25519": standard,
  stripe: ([value = ""]) => ({
    signatures: [...value.matchAll(/v1=([0-9a-f]+)/g)].map(([, hex = ""]) => hex),
    prefix: `${/^t=(\d+)/.exec(value)?.[1] ?? ""}.`,
  }),
  "hub-sha256": ([value = ""]) => ({ signatures: [value.slice("sha256=".length)], prefix: "" }),
  "hmac-base64": (parts) => ({ signatures: parts, prefix: "" }),
};

export type Verdict = "ok" | "spaces" | "body_differs" | "wrong" | "no_key";

/**
 * Whether `secret` made the signature over `body`; if not, which of both is to blame: `sent` is the body as it was sent. HMAC
 * schemes only, and only where the browser has WebCrypto.
 */
export async function check(
  signature: Signature,
  secret: string,
  body: string,
  sent: string,
): Promise<Verdict> {
  const made = async (text: string, of: string) => {
    const key = keyOf(signature.scheme, text);
    return key !== null && matches(signature, key, of);
  };
  const trimmed = secret.trim();
  if (await made(secret, body)) return "ok";
  if (await made(trimmed, body)) return "spaces";
  if ((await made(secret, sent)) || (await made(trimmed, sent))) return "body_differs";
  return keyOf(signature.scheme, trimmed) === null ? "no_key" : "wrong";
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Standard Webhooks' secret is base64 after its prefix; of the others it is the text itself. */
function keyOf(scheme: Scheme, secret: string): Uint8Array<ArrayBuffer> | null {
  if (secret === "") return null;
  if (scheme !== "standard") return encode(secret);
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  try {
    return base64 === undefined
      ? null
      : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

async function matches(
  { scheme, signatures, prefix }: Signature,
  key: Uint8Array<ArrayBuffer>,
  body: string,
): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  const made = new Uint8Array(await crypto.subtle.sign("HMAC", imported, encode(prefix + body)));
  const isHex = scheme === "stripe" || scheme === "hub-sha256";
  return signatures.includes(isHex ? hexOf(made) : btoa(String.fromCharCode(...made)));
}

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The first character at which two texts differ, counted from 1. */
export function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at + 1;
}

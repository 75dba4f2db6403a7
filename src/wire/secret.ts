import type { Profile } from "./profile.ts";
import { schemes } from "./schemes/index.ts";
import type { RandomBytes } from "./schemes/scheme.ts";
import { sendsSecret } from "./template.ts";

type SecretDemands = Pick<Profile, "signatures" | "headers">;

/** What a header carries unharmed: printable ASCII with no space at either end. */
const HEADER_SECRET = /^(?! )[\x20-\x7e]{1,512}(?<! )$/;

/** 256 bits, written as 43 characters that need no quoting in a URL, a shell or a header. */
const NEW_SECRET_BYTES = 32;

/** Why the text cannot be the secret of a webhook with this profile, in plain words; null when it can. */
export function secretFault(profile: SecretDemands, secret: string): string | null {
  const demands = profile.signatures.map(({ scheme }) => schemes[scheme].secretFault);
  if (demands.length === 0 || sendsSecret(profile.headers)) demands.push(headerSecretFault);
  return demands.map((demand) => demand(secret)).find((fault) => fault !== null) ?? null;
}

/** A new secret that meets the demands of all the profile's signatures, from the caller's source of randomness. */
export function generateSecret(profile: Pick<Profile, "signatures">, randomBytes: RandomBytes): string {
  const generators = profile.signatures.map(({ scheme }) => schemes[scheme].generate);
  const generate = generators.find((one) => one !== null) ?? generateText;
  return generate(randomBytes);
}

function generateText(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(NEW_SECRET_BYTES)).toString("base64url");
}

function headerSecretFault(secret: string): string | null {
  return HEADER_SECRET.test(secret)
    ? null
    : "must be 1 to 512 printable ASCII characters, no space at either end";
}

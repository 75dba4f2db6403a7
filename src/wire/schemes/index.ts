import type { Profile } from "../profile-schema.ts";
import { hmacBase64 } from "./hmac-base64.ts";
import { hubSha256 } from "./hub-sha256.ts";
import type { Scheme } from "./scheme.ts";
import { standard } from "./standard.ts";
import { standardEd25519 } from "./standard-ed25519.ts";
import { stripe } from "./stripe.ts";

export type SchemeName = Profile["signatures"][number]["scheme"];

/** Every signature scheme a profile can name. */
export const schemes: Record<SchemeName, Scheme> = {
  standard,
  "standard-ed25519": standardEd25519,
  "hub-sha256": hubSha256,
  stripe,
  "hmac-base64": hmacBase64,
};

/** The name of the header that carries the signature. */
export function signatureHeader({ scheme, header }: Profile["signatures"][number]): string {
  return schemes[scheme].header ?? header ?? "";
}

/** Every header that a profile's signature writes, as it writes it. */
export function signatureHeaderNames(signature: Profile["signatures"][number]): string[] {
  return [...Object.keys(schemes[signature.scheme].companions), signatureHeader(signature)];
}

import type { Profile } from "./profile.ts";
import { signatureHeaderNames } from "./schemes/index.ts";
import { holdsSecret } from "./template.ts";

const HIDDEN = "••••";
const SHOWN = 4;
const SHORT_SECRET = 8;

/** Names under which a webhook's own headers carry credentials. */
const CREDENTIAL = /auth|cookie|token|secret|key|passw|credential/i;

/** The first 4 characters and dots; of 8 characters or fewer, only dots. */
export function maskSecret(secret: string): string {
  return secret.length > SHORT_SECRET ? secret.slice(0, SHOWN) + HIDDEN : HIDDEN;
}

/**
 * The headers as they may be shown and stored for showing: masked are those whose template sends the secret, those
 * that contain one of `secrets`, and the webhook's own that carry a credential by their name.
 */
export function maskHeaders(
  profile: Pick<Profile, "headers" | "signatures">,
  headers: [string, string][],
  secrets: string[],
): [string, string][] {
  const open = new Map(openness(profile));
  return headers.map(([name, value]) => {
    const inside = secrets.filter((secret) => secret !== "" && value.includes(secret));
    const shown = open.get(name.toLowerCase()) ?? !CREDENTIAL.test(name);
    return shown && inside.length === 0 ? [name, value] : [name, maskAround(value, inside)];
  });
}

/** A shorter secret would stand in any text by chance. */
const ECHOED = 4;

/**
 * A text that came from outside with each of `secrets` in it masked, also as JSON writes them: a receiver may send back what it was
 * sent. Those of fewer than 4 characters are left.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= ECHOED).sort((a, b) => b.length - a.length);
  return known
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)].map((form) => ({ form, secret })))
    .reduce((masked, { form, secret }) => masked.replaceAll(form, () => maskSecret(secret)), text);
}

/** Which of the profile's headers may be shown. A signature may, whatever its header is called. */
function openness({ headers, signatures }: Pick<Profile, "headers" | "signatures">): [string, boolean][] {
  return [
    ...signatures.flatMap(signatureHeaderNames).map((name): [string, boolean] => [name.toLowerCase(), true]),
    ...Object.entries(headers).map(([name, template]): [string, boolean] => [
      name.toLowerCase(),
      !holdsSecret(template),
    ]),
  ];
}

/** A short secret inside a longer value must not show through the value's first characters. */
function maskAround(value: string, inside: string[]): string {
  return inside.some((secret) => secret.length <= SHORT_SECRET) ? HIDDEN : maskSecret(value);
}

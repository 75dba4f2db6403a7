import type { Subject } from "./event.ts";
import { headerNameFault } from "./header-syntax.ts";
import type { Profile } from "./profile.ts";
import { signatureHeaderNames } from "./schemes/index.ts";
import { fillTemplate } from "./template.ts";

export { headerValueFault } from "./header-syntax.ts";

type HeaderNames = Pick<Profile, "headers" | "signatures">;

/** The profile's own headers in its order and case; one with an empty placeholder is left out. */
export function profileHeaders(profile: Pick<Profile, "headers">, subject: Subject): [string, string][] {
  return Object.entries(profile.headers).flatMap(([name, template]) => {
    const value = fillTemplate(template, subject);
    return value === null ? [] : [[name, value]];
  });
}

/**
 * The webhook's static headers, without those its profile now claims: a profile may have been changed after they
 * were saved, and overriding a signature would be worse than losing a static header.
 */
export function ownHeaders(profile: HeaderNames, headers: Record<string, string>): [string, string][] {
  return Object.entries(headers).filter(([name]) => forbiddenHeader(profile, name) === null);
}

/** Why a webhook of this profile may not have a static header of this name, in plain words; null when it may. */
export function forbiddenHeader(profile: HeaderNames, name: string): string | null {
  const lower = name.toLowerCase();
  const written = (names: string[]) => names.some((one) => one.toLowerCase() === lower);
  if (written(profile.signatures.flatMap(signatureHeaderNames))) return "carries the profile's signature";
  if (written(Object.keys(profile.headers))) return "is written by the profile";
  return headerNameFault(name);
}

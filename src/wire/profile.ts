import { profileFaults } from "./profile-faults.ts";
import type { Fault, Profile } from "./profile-schema.ts";

export type { Fault, Profile } from "./profile-schema.ts";

/** Judges a parsed JSON document as a profile and reports all of its faults together. */
export function parseProfile(
  input: unknown,
): { ok: true; profile: Profile } | { ok: false; faults: Fault[] } {
  const faults = profileFaults(input);
  return faults.length === 0 ? { ok: true, profile: input as Profile } : { ok: false, faults };
}

import type { Static } from "@sinclair/typebox";
import { profileFaults } from "./profile-faults.ts";
import type { profileSchema } from "./profile-schema.ts";

/** The wire contract a webhook's consumer sees, as one JSON document. Source: profiles.md. */
export type Profile = Static<typeof profileSchema>;

/** What is wrong at one place: `pointer` is an RFC 6901 pointer, `detail` follows the place's name in a sentence. */
export type Fault = { pointer: string; detail: string };

/** Judges a parsed JSON document as a profile and reports all of its faults together. */
export function parseProfile(
  input: unknown,
): { ok: true; profile: Profile } | { ok: false; faults: Fault[] } {
  const faults = profileFaults(input);
  return faults.length === 0 ? { ok: true, profile: input as Profile } : { ok: false, faults };
}

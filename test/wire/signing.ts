import type { Profile } from "../../src/wire/profile.ts";
import { type SchemeName, sign } from "../../src/wire/signature.ts";
import { subjectWith } from "./subject.ts";

export type Signed = { id?: string; timestamp?: number; body: string };
export type Signing = Pick<Profile, "signatures" | "headers">;

/** A profile, as far as it signs by these schemes. */
export const signingBy = (...names: SchemeName[]): Signing => ({
  signatures: names.map((scheme) =>
    scheme.startsWith("standard") ? { scheme } : { scheme, header: `X-${scheme}` },
  ),
  headers: {},
});

/** The signature headers of a message, its attempt's time given in Unix seconds. */
export function headersOf(
  scheme: SchemeName,
  { id = "evt_1", timestamp = 0, body }: Signed,
  secrets: string[],
) {
  const attempt = { number: 3, timestamp: timestamp * 1000 + 999 };
  const subject = subjectWith({ event: { id }, webhook: { secrets }, attempt });
  return Object.fromEntries(sign(signingBy(scheme), subject, body));
}

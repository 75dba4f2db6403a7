import type { Profile } from "../types.ts";

/** Whether signatures of several secrets go out together; the others use the newest alone. Source: src/wire/schemes. */
export const signsWithEvery = ({ signatures }: Pick<Profile, "signatures">): boolean =>
  signatures.some(({ scheme }) => SEVERAL.has(scheme));

const SEVERAL = new Set(["standard", "standard-ed25519", "stripe"]);

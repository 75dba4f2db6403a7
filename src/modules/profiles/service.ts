import { invalid } from "../../http/problem.ts";
import { builtinProfiles } from "../../wire/profiles/index.ts";

/** Refuses the name of a profile that there is not. Null is no choice and fine. Throws 422. */
export function checkProfile(name: string | null, pointer: string): void {
  if (name === null || builtinProfiles.has(name)) return;
  throw invalid([
    { pointer, detail: `is not a profile; there are ${[...builtinProfiles.keys()].join(", ")}` },
  ]);
}

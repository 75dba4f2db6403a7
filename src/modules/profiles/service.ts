import { invalid } from "../../http/problem.ts";
import type { Profiles } from "../../outbox/profiles.ts";

/** Refuses the name of a profile that there is not. Null is no choice and fine. Throws 422. */
export function checkProfile(profiles: Profiles, name: string | null, pointer: string): void {
  if (name === null || profiles.find(name)) return;
  const names = profiles.all().map((profile) => profile.name);
  throw invalid([{ pointer, detail: `is not a profile; there are ${names.join(", ")}` }]);
}

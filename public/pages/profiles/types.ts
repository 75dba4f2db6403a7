import type { api, DataOf, RowOf } from "../../api/client.ts";

export type ShownProfile = RowOf<(typeof api)["profiles"]["get"]>;

/** The contract alone, as it is saved. */
export type Profile = Omit<ShownProfile, "builtin" | "used_by" | "created" | "updated">;

export type Preview = DataOf<ReturnType<(typeof api)["profiles"]>["preview"]["get"]>;

export function documentOf({
  builtin: _,
  used_by: __,
  created: ___,
  updated: ____,
  ...profile
}: ShownProfile): Profile {
  return profile;
}

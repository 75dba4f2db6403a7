import type { Resource } from "../../api/resource.ts";
import type { Profile, Webhook } from "./types.ts";

/** What each tab of the webhook's page gets. */
export type Part = {
  webhook: Webhook;
  /** The profile that holds for it, once it is known. */
  profile: Profile | undefined;
  /** Puts in place what a change has answered. */
  set: Resource<Webhook>["set"];
  reload(): void;
};

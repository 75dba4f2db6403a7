import type { Resource } from "../../api/resource.ts";
import type { Draft } from "./form/draft.ts";
import type { Profile, Webhook } from "./types.ts";

/** Settings that somebody has changed and not saved yet, and what they were before. */
export type Unsaved = { before: Draft; draft: Draft };

/** What each tab of the webhook's page gets. */
export type Part = {
  webhook: Webhook;
  /** The profile that holds for it, once it is known. */
  profile: Profile | undefined;
  /** Puts in place what a change has answered. */
  set: Resource<Webhook>["set"];
  /** Shows a job that was started, by its id. */
  onJob(id: string): void;
  /** Since when it has missed something, as it was known before it was enabled again here; null otherwise. */
  missed: string | null;
  noteMissed(since: string | null): void;
  /** How many jobs have ended here: lists begin again then. */
  jobsEnded: number;
  /** Outlives a look at another tab. */
  unsaved: Unsaved | null;
  keepUnsaved(unsaved: Unsaved | null): void;
};

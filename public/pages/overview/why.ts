import { formatClock, formatRelative } from "../../format/time.ts";
import { t, word } from "../../texts/index.ts";
import type { Stats } from "./types.ts";

type Row = Stats["webhooks"]["attention"][number];

/** Why a webhook needs to be looked at, in a plain sentence. */
export function why({
  status,
  status_reason: reason,
  consecutive_failures: count,
  failing_since: since,
}: Row): string {
  if (status === "disabled") return disabled(reason);
  if (status === "unverified") return t("overview.unverified");
  const failures = t("overview.in_a_row", { count });
  return since === null ? failures : t("overview.since", { failures, time: formatClock(since) });
}

function disabled(reason: string | null): string {
  const known = ["consecutive_failures", "failing_too_long", "gone"].includes(reason ?? "");
  return known ? word("overview.disabled", reason ?? "") : t("overview.disabled.other");
}

/** What happens to it next if nobody does anything. */
export function next({ status, failures_left: left, disabled_at_estimate: at }: Row): string {
  if (status === "disabled") return t("overview.disabled.next");
  if (status === "unverified") return t("overview.unverified.next");
  if (at !== null && left !== null)
    return t("overview.off_either", { count: left, when: formatRelative(at) });
  if (at !== null) return t("overview.off_at", { when: formatRelative(at) });
  return left === null ? t("overview.stays_on") : t("overview.off_after", { count: left });
}

import type { NoticeProps } from "../../components/notice.tsx";
import { formatClock, formatRelative } from "../../format/time.ts";
import { t, word } from "../../texts/index.ts";
import type { Profile, Webhook } from "./types.ts";

/** Resuming stands at the top of the page. */
export type Remedy = "enable" | "verify";

export type Situation = {
  kind: NoticeProps["kind"];
  title: string;
  text: string;
  remedy: Remedy | null;
  /** The server's sentence about it. */
  words?: string | null;
  /** The last failed attempt tells why. */
  hasFailed: boolean;
};

/** What somebody has to know of a webhook that is not well, and what mends it; null of one that is. */
export function situationOf(webhook: Webhook, profile: Profile | undefined): Situation | null {
  const { status, health } = webhook;
  if (status === "disabled") return disabled(webhook);
  if (status === "unverified") return unverified(webhook);
  if (status === "paused")
    return {
      kind: "info",
      title: t("webhook.banner.paused"),
      text: t("webhook.banner.paused_text"),
      remedy: null,
      hasFailed: false,
    };
  return health.state === "failing" || health.state === "warning" ? failing(webhook, profile) : null;
}

function disabled({ status_reason: reason }: Webhook): Situation {
  const isOurs = ["consecutive_failures", "failing_too_long", "gone"].includes(reason ?? "");
  const why = isOurs ? word("webhook.banner.disabled", reason ?? "") : t("webhook.banner.disabled.operator");
  return {
    kind: "bad",
    title: why,
    text: t("webhook.banner.disabled_text"),
    remedy: "enable",
    hasFailed: isOurs,
  };
}

function unverified({ verification, status_reason: reason }: Webhook): Situation {
  const text =
    reason === "paused" ? t("webhook.banner.unverified_paused") : t("webhook.banner.unverified_text");
  const title = t("webhook.banner.unverified");
  return { kind: "warn", title, text, words: verification.error, remedy: "verify", hasFailed: false };
}

function failing({ health }: Webhook, profile: Profile | undefined): Situation {
  const { failing_since: since, consecutive_failures: count, state } = health;
  const title =
    since === null
      ? t("webhook.banner.in_a_row", { count })
      : t("webhook.banner.since", { time: formatClock(since) });
  const text = profile ? whatNext(profile, count, since) : "";
  return { kind: state === "failing" ? "bad" : "warn", title, text, remedy: null, hasFailed: true };
}

const HOUR_MS = 3_600_000;

/** What happens if nobody does anything. Source: src/wire/health.ts. */
function whatNext({ disable }: Profile, count: number, since: string | null): string {
  const { after_consecutive_failures: limit, after_failing_hours: hours } = disable;
  if (limit !== null) return t("webhook.banner.off_after", { count: Math.max(1, limit - count) });
  if (hours === null || since === null) return t("webhook.banner.stays_on");
  return t("webhook.banner.off_at", {
    when: formatRelative(new Date(Date.parse(since) + hours * HOUR_MS).toISOString()),
  });
}

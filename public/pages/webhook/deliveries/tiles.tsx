import { useEffect } from "preact/hooks";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { StatTiles } from "../../../components/stat-tiles.tsx";
import { formatAbout, formatDuration } from "../../../format/duration.ts";
import { formatNumber, formatPercent } from "../../../format/number.ts";
import { t } from "../../../texts/index.ts";
import type { Part } from "../part.ts";
import type { Profile, WebhookStats } from "../types.ts";
import { useAgain } from "../use-again.ts";
import { EVERY_MS } from "../use-webhook.ts";

/** The last day, what waits, what goes wrong, how quickly the receiver answers. */
export function Tiles({ webhook, profile, jobsEnded }: Pick<Part, "webhook" | "profile" | "jobsEnded">) {
  const { id, health } = webhook;
  const { data: stats, reload } = useResource(() => api.webhooks({ id }).stats.get({ query: {} }), [id], {
    everyMs: EVERY_MS,
  });
  const again = useAgain(reload);
  useEffect(() => {
    if (jobsEnded > 0) again();
  }, [jobsEnded]);
  return (
    <StatTiles
      tiles={[
        { name: t("webhook.tile.delivered"), ...(stats ? delivered(stats) : UNKNOWN) },
        { name: t("webhook.tile.waiting"), ...(stats ? waiting(stats) : UNKNOWN) },
        {
          name: t("webhook.tile.in_a_row"),
          value: formatNumber(health.consecutive_failures),
          note: profile && limitOf(profile),
        },
        { name: t("webhook.tile.answer"), ...(stats ? answer(stats) : UNKNOWN) },
      ]}
    />
  );
}

const UNKNOWN = { value: undefined };

function delivered({ totals: { succeeded, failed } }: WebhookStats) {
  const decided = succeeded + failed;
  const note =
    decided === 0 ? "" : t("webhook.tile.of_attempts", { share: formatPercent(succeeded / decided) });
  return { value: formatNumber(succeeded), note };
}

function waiting({ queue: { pending, oldest_due_ms: oldest } }: WebhookStats) {
  const note = oldest === null ? "" : t("webhook.tile.oldest", { span: formatAbout(oldest) });
  return { value: formatNumber(pending), note };
}

function answer({ totals: { latency_ms: latency } }: WebhookStats) {
  if (latency === null) return { value: "–", note: t("webhook.tile.no_answers") };
  return {
    value: formatDuration(latency.p50),
    note: t("webhook.tile.p99", { p99: formatDuration(latency.p99) }),
  };
}

/** When failures disable it. Source: src/wire/health.ts. */
function limitOf({ disable }: Profile): string {
  const { after_consecutive_failures: limit, after_failing_hours: hours } = disable;
  if (limit !== null) return t("webhook.tile.of", { limit });
  return hours === null
    ? t("webhook.tile.no_limit")
    : t("webhook.tile.hours", { span: formatAbout(hours * HOUR_MS) });
}

const HOUR_MS = 3_600_000;

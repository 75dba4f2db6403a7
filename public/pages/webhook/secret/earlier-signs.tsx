import { Time } from "../../../components/values.tsx";
import { formatDuration } from "../../../format/duration.ts";
import { now } from "../../../format/time.ts";
import { t } from "../../../texts/index.ts";

/** How long a secret that was rotated away still signs; nothing when it does not. */
export function EarlierSigns({ until }: { until: string | null }) {
  const left = until === null ? 0 : Date.parse(until) - now.value;
  if (until === null || left <= 0) return null;
  return (
    <p class="dim">
      <Time at={until} text={t("webhook.rotate.left", { span: formatDuration(left) })} />
    </p>
  );
}

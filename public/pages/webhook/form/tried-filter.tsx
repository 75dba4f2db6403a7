import type { api, DataOf } from "../../../api/client.ts";
import { Badge } from "../../../components/badge.tsx";
import { Ban, Check, X } from "../../../components/icons.ts";
import { t } from "../../../texts/index.ts";

export type Tried = DataOf<typeof api.webhooks.filter.try.post>;

/** Whether the event would be delivered, and what the expression answered. */
export function TriedFilter({ tried: { matches, result, error } }: { tried: Tried }) {
  if (error !== null)
    return (
      <>
        <Badge kind="bad" icon={X} text={t("webhook.try.error")} /> <bdi>{error}</bdi>
      </>
    );
  return (
    <>
      {matches ? (
        <Badge kind="ok" icon={Check} text={t("webhook.try.matches")} />
      ) : (
        <Badge kind="idle" icon={Ban} text={t("webhook.try.no_match")} />
      )}{" "}
      <span class="dim">{result === null ? t("webhook.try.nothing") : t("webhook.try.result")}</span>{" "}
      {result !== null && <code dir="ltr">{result}</code>}
    </>
  );
}

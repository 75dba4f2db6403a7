import { Badge } from "../../components/badge.tsx";
import { CircleDashed, Lock, UserRound } from "../../components/icons.ts";
import { t } from "../../texts/index.ts";
import type { Setting } from "./types.ts";

/** Where a setting's value comes from; what the environment makes is locked, and named by its variable. */
export function Source({ setting: { source, variable } }: { setting: Setting }) {
  if (source === "env")
    return (
      <span class="setting-source">
        <Badge kind="idle" icon={Lock} text={t("settings.source.env")} />
        {variable !== null && <code dir="ltr">{variable}</code>}
      </span>
    );
  if (source === "page") return <Badge kind="ok" icon={UserRound} text={t("settings.source.page")} />;
  return <Badge kind="idle" icon={CircleDashed} text={t("settings.source.default")} />;
}

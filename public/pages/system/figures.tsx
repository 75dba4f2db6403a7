import type { api, DataOf } from "../../api/client.ts";
import { StatTiles } from "../../components/stat-tiles.tsx";
import { Time } from "../../components/values.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatBytes, formatNumber } from "../../format/number.ts";
import { t } from "../../texts/index.ts";

export type SystemState = DataOf<typeof api.system.get>;

/** The numbers at the top. */
export function Figures({ system }: { system: SystemState | undefined }) {
  const { version, started, uptime_seconds: uptime = 0, database } = system ?? {};
  return (
    <StatTiles
      tiles={[
        { name: t("system.version"), value: version === undefined ? undefined : <bdi>{version}</bdi> },
        {
          name: t("system.uptime"),
          value: system && formatDuration(uptime * 1000),
          note: started && (
            <>
              {t("system.started")} <Time at={started} />
            </>
          ),
        },
        { name: t("system.database"), value: database && formatBytes(database.bytes) },
        { name: t("system.events"), value: database && formatNumber(database.events) },
        { name: t("system.deliveries"), value: database && formatNumber(database.deliveries) },
      ]}
    />
  );
}

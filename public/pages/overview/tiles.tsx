import { StatTiles, type Tile } from "../../components/stat-tiles.tsx";
import { formatAbout, formatDuration } from "../../format/duration.ts";
import { formatNumber, formatPercent } from "../../format/number.ts";
import { t } from "../../texts/index.ts";
import type { Stats } from "./types.ts";

/** What came in, what arrived, what failed, what waits and how quickly receivers answer. */
export function Tiles({ stats }: { stats: Stats | undefined }) {
  const names = ["accepted", "delivered", "failed", "waiting", "latency"] as const;
  const filled = stats ? fill(stats) : {};
  return (
    <StatTiles
      tiles={names.map((name) => ({ name: t(`overview.${name}`), value: undefined, ...filled[name] }))}
    />
  );
}

type Filled = Partial<
  Record<"accepted" | "delivered" | "failed" | "waiting" | "latency", Pick<Tile, "value" | "note">>
>;

function fill({ totals, queue }: Stats): Filled {
  const { accepted, unmatched, succeeded, failed, success_rate: rate, latency_ms: latency } = totals;
  return {
    accepted: {
      value: formatNumber(accepted),
      note: unmatched > 0 ? t("overview.unmatched", { count: unmatched }) : "",
    },
    delivered: {
      value: formatNumber(succeeded),
      note: rate === null ? "" : t("overview.of_attempts", { share: formatPercent(rate) }),
    },
    failed: {
      value: formatNumber(failed),
      note: queue.retrying > 0 ? t("overview.retrying", { count: queue.retrying }) : "",
    },
    waiting: { value: formatNumber(queue.pending), note: waiting(queue) },
    latency: {
      value: latency ? formatDuration(latency.p50) : "–",
      note: latency ? rest(latency) : t("overview.no_answers"),
    },
  };
}

const rest = ({ p95, p99 }: { p95: number; p99: number }) =>
  t("overview.latency.rest", { p95: formatDuration(p95), p99: formatDuration(p99) });

function waiting({ oldest_due_ms: oldest, held }: Stats["queue"]): string {
  if (oldest !== null) return t("overview.oldest_due", { span: formatAbout(oldest) });
  return held > 0 ? t("overview.held", { count: held }) : t("overview.none_due");
}

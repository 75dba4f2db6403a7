import { useMemo } from "preact/hooks";
import { Chart } from "../../../components/chart.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import type { Series } from "../../../components/uplot.ts";
import { locale, t } from "../../../texts/index.ts";
import type { WebhookStats } from "../types.ts";
import { countOf, groups } from "./groups.ts";

/** Attempts over the period, by what came of them. */
export function OutcomeChart({ stats }: { stats: WebhookStats | undefined }) {
  if (stats === undefined) return <div class="chart skeleton-panel" />;
  if (stats.totals.attempts === 0)
    return <EmptyState title={t("webhook.health.none")}>{t("webhook.health.none_text")}</EmptyState>;
  return <Drawn stats={stats} />;
}

/** Ways to fail that did not happen are not drawn. */
function Drawn({ stats }: { stats: WebhookStats }) {
  const at = useMemo(() => stats.data.map((point) => Date.parse(point.at)), [stats]);
  const series = useMemo((): Series[] => {
    const { by_outcome: totals } = stats.totals;
    const happened = groups.filter(({ outcomes }, index) => index === 0 || countOf(totals, outcomes) > 0);
    return happened.map(({ name, colour, outcomes }, index) => ({
      ...{ name: t(name), colour, filled: index === 0 },
      values: stats.data.map((point) => countOf(point.by_outcome, outcomes)),
    }));
  }, [stats, locale()]);
  return <Chart label={t("webhook.health.attempts")} at={at} series={series} />;
}

import { useMemo } from "preact/hooks";
import { Chart } from "../../components/chart.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel, Section } from "../../components/section.tsx";
import type { Series } from "../../components/uplot.ts";
import { t } from "../../texts/index.ts";
import type { Stats } from "./types.ts";

const titles = {
  minute: "overview.chart.minute",
  hour: "overview.chart.hour",
  day: "overview.chart.day",
} as const;

/** Attempts by what came of them, over the period. */
export function AttemptsChart({ stats }: { stats: Stats | undefined }) {
  const title = t(titles[(stats?.bucket ?? "minute") as keyof typeof titles] ?? "overview.chart.minute");
  return (
    <Section title={title}>
      <Panel>
        {stats === undefined && <div class="chart skeleton-panel" />}
        {stats &&
          (stats.totals.attempts === 0 ? (
            <EmptyState title={t("overview.chart.empty")} />
          ) : (
            <Drawn {...{ title, stats }} />
          ))}
      </Panel>
    </Section>
  );
}

function Drawn({ title, stats }: { title: string; stats: Stats }) {
  const at = useMemo(() => stats.data.map((point) => Date.parse(point.at)), [stats]);
  const series = useMemo(
    (): Series[] => [
      {
        name: t("overview.series.delivered"),
        colour: "accent",
        filled: true,
        values: stats.data.map(({ succeeded }) => succeeded),
      },
      { name: t("overview.series.failed"), colour: "bad", values: stats.data.map(({ failed }) => failed) },
    ],
    [stats, title],
  );
  return <Chart label={title} at={at} series={series} />;
}

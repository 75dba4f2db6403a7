import { OutcomeBadge } from "../../../components/badge.tsx";
import { Table } from "../../../components/table.tsx";
import { Num } from "../../../components/values.tsx";
import { formatPercent } from "../../../format/number.ts";
import { t } from "../../../texts/index.ts";
import type { WebhookStats } from "../types.ts";

/** How often each outcome happened in the period. */
export function Outcomes({ stats }: { stats: WebhookStats | undefined }) {
  const { attempts = 0, by_outcome: counts = {} } = stats?.totals ?? {};
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return null;
  return (
    <Table
      label={t("webhook.health.outcomes")}
      rows={rows}
      rowKey={([outcome]) => outcome}
      columns={[
        {
          id: "outcome",
          header: t("webhook.health.outcome"),
          grow: true,
          cell: ([outcome]) => <OutcomeBadge outcome={outcome} code={null} />,
        },
        {
          id: "count",
          header: t("webhook.health.count"),
          align: "end",
          cell: ([, count]) => <Num value={count} />,
        },
        {
          id: "share",
          header: t("webhook.health.share"),
          align: "end",
          tone: "dim",
          cell: ([, count]) => formatPercent(count / Math.max(1, attempts)),
        },
      ]}
    />
  );
}

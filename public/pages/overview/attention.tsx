import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { HealthBadge } from "../../components/badge.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Link } from "../../components/link.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Sparkline } from "../../components/sparkline.tsx";
import { Table } from "../../components/table.tsx";
import { UrlText } from "../../components/url-text.tsx";
import { t } from "../../texts/index.ts";
import type { Stats } from "./types.ts";
import { next, why } from "./why.ts";

/** The webhooks that somebody has to look at, the worst first. */
export function Attention({ stats }: { stats: Stats | undefined }) {
  const rows = stats?.webhooks.attention ?? [];
  const series = useSparklines(rows.map(({ webhook }) => webhook));
  return (
    <Section
      title={t("overview.attention")}
      action={
        <Link to="/webhooks" class="quiet-link">
          {t("overview.attention.all")}
        </Link>
      }
    >
      <Panel>
        <Table
          label={t("overview.attention")}
          rows={rows}
          rowKey={({ webhook }) => webhook}
          href={({ webhook }) => `/webhooks/${webhook}`}
          isLoading={stats === undefined}
          empty={
            <EmptyState title={t("overview.attention.none")}>{t("overview.attention.none_text")}</EmptyState>
          }
          columns={[
            { id: "health", header: t("overview.column.health"), cell: (row) => <HealthBadge {...row} /> },
            {
              id: "webhook",
              header: t("overview.column.webhook"),
              grow: true,
              cell: ({ url }) => <UrlText url={url} />,
              second: ({ tenant }) => <bdi>{tenant}</bdi>,
            },
            {
              id: "last_day",
              header: t("overview.column.last_day"),
              narrow: "hide",
              cell: ({ webhook }) => <Sparkline points={series.get(webhook) ?? []} />,
            },
            { id: "why", header: t("overview.column.why"), narrow: "line", cell: why, second: next },
          ]}
        />
      </Panel>
    </Section>
  );
}

/** The last 24 hours of webhooks, by id; empty until they are here. */
export function useSparklines(ids: readonly string[]) {
  const wanted = ids.slice(0, MOST).join(",");
  const { data } = useResource(() => api.stats.webhooks.get({ query: { ids: wanted } }), [wanted], {
    isOff: wanted === "",
  });
  return new Map((data?.data ?? []).map(({ webhook, series }) => [webhook, series]));
}

/** What the server tells at once. */
const MOST = 100;

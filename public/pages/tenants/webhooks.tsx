import { api, type RowOf } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { useResource } from "../../api/resource.ts";
import { mayChange } from "../../app/session.ts";
import { HealthBadge } from "../../components/badge.tsx";
import { ButtonLink } from "../../components/button.tsx";
import type { Column } from "../../components/column.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Link } from "../../components/link.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { StatTiles } from "../../components/stat-tiles.tsx";
import { Table } from "../../components/table.tsx";
import { UrlText } from "../../components/url-text.tsx";
import { formatNumber } from "../../format/number.ts";
import { t } from "../../texts/index.ts";

type Webhook = RowOf<typeof api.webhooks.get>;

/** A tenant's day and its newest webhooks. */
export function TenantWebhooks({ id }: { id: string }) {
  const list = useList(() => api.webhooks.get({ query: { tenant: id, limit: "5" } }), [id]);
  const all = `/webhooks?tenant=${id}`;
  const action = list.rows.length > 0 && (
    <Link to={all} class="quiet-link">
      {t("tenants.webhooks.all")}
    </Link>
  );
  const create = mayChange.value && (
    <ButtonLink to={`/webhooks/new?tenant=${id}`}>{t("webhooks.new")}</ButtonLink>
  );
  return (
    <>
      <Day id={id} />
      <Section title={t("tenants.webhooks")} action={action}>
        <Panel>
          <ProblemNotice problem={list.problem} onRetry={list.reload} />
          <Table
            label={t("tenants.webhooks")}
            rows={list.rows}
            rowKey={(webhook) => webhook.id}
            href={(webhook) => `/webhooks/${webhook.id}`}
            isLoading={list.isLoading}
            columns={columns()}
            empty={
              <EmptyState title={t("tenants.webhooks.none")} action={create}>
                {t("tenants.webhooks.none_text")}
              </EmptyState>
            }
          />
        </Panel>
      </Section>
    </>
  );
}

const columns = (): Column<Webhook>[] => [
  {
    id: "health",
    header: t("webhooks.column.health"),
    cell: ({ status, health }) => <HealthBadge status={status} state={health.state} />,
  },
  {
    id: "webhook",
    header: t("webhooks.column.webhook"),
    grow: true,
    cell: ({ url }) => <UrlText url={url} />,
    second: ({ description }) => <bdi>{description}</bdi>,
  },
];

function Day({ id }: { id: string }) {
  const { data } = useResource(() => api.stats.get({ query: { tenant: id } }), [id]);
  const webhooks = data && Object.values(data.webhooks.by_status).reduce((sum, count) => sum + count, 0);
  const shown = (value: number | undefined) => (value === undefined ? undefined : formatNumber(value));
  return (
    <StatTiles
      tiles={[
        { name: t("tenants.webhooks"), value: shown(webhooks) },
        { name: t("tenants.accepted"), value: shown(data?.totals.accepted), note: t("tenants.last_day") },
        { name: t("overview.failed"), value: shown(data?.totals.failed), note: t("tenants.last_day") },
        { name: t("overview.waiting"), value: shown(data?.queue.pending) },
      ]}
    />
  );
}

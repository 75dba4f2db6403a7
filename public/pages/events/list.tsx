import { useMemo } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { withChannel } from "../../components/channel-column.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { type Filters, rangeOf, useFilters } from "../../components/filters.ts";
import { ListTable } from "../../components/list-table.tsx";
import { Panel } from "../../components/section.tsx";
import { TextFilters } from "../../components/text-filters.tsx";
import { t } from "../../texts/index.ts";
import { columns } from "./columns.tsx";

const names = ["type", "tenant", "channel", "within", "since", "until"] as const;
type Name = (typeof names)[number];

/** What came in, newest first, and how many webhooks got it. */
export default function Events() {
  const filters = useFilters<Name>(names);
  const query = useMemo(() => queryOf(filters.values), [filters.key]);
  const list = useList(
    (cursor) => api.events.get({ query: { ...query, ...(cursor && { cursor }) } }),
    [filters.key],
  );
  const send = mayChange.value && (
    <ButtonLink to="/events/new" primary>
      {t("events.send")}
    </ButtonLink>
  );
  return (
    <Page title={t("events.title")} sub={t("events.sub")} actions={send}>
      <Panel>
        <FilterBar filters={filters} range>
          <TextFilters filters={filters} names={["type", "tenant", "channel"]} />
        </FilterBar>
        <ListTable
          label={t("events.list")}
          list={list}
          filters={filters}
          columns={withChannel(columns(), { rows: list.rows, channelOf: ({ channel }) => channel })}
          rowKey={({ tenant, id }) => `${tenant} ${id}`}
          href={({ tenant, id }) => `/events/${id}?tenant=${encodeURIComponent(tenant)}`}
          empty={
            <EmptyState title={t("events.empty.title")} action={send}>
              {t("events.empty.text")}
            </EmptyState>
          }
        />
      </Panel>
    </Page>
  );
}

function queryOf({ type, tenant, channel, within, since, until }: Filters<Name>["values"]) {
  const range = rangeOf({ ...(within && { within }), ...(since && { since }), ...(until && { until }) });
  return { ...(type && { type }), ...(tenant && { tenant }), ...(channel && { channel }), ...range };
}

import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { useResource } from "../../api/resource.ts";
import { Page } from "../../app/page.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { FilterInput } from "../../components/filter-input.tsx";
import { rangeOf, useFilters } from "../../components/filters.ts";
import { ListTable } from "../../components/list-table.tsx";
import { Panel } from "../../components/section.tsx";
import { useTenants } from "../../components/suggestions.ts";
import { t } from "../../texts/index.ts";
import { columns } from "./columns.tsx";
import { Detail } from "./detail.tsx";

/** Who did what, from where, and what that changed. */
export default function AuditLog() {
  const filters = useFilters(["actor", "action", "target", "tenant", "within", "since", "until"]);
  const { within: _, since: __, until: ___, ...query } = filters.values;
  const list = useList(
    (cursor) =>
      api["audit-log"].get({ query: { ...query, ...rangeOf(filters.values), ...(cursor && { cursor }) } }),
    [filters.key],
  );
  const tenants = useTenants();
  const actions = useResource(() => api["audit-log"].actions.get(), []);
  const options = (actions.data?.data ?? []).map((value) => ({ value, label: value }));
  return (
    <Page title={t("audit.title")} sub={t("audit.sub")}>
      <Panel>
        <FilterBar
          filters={filters}
          selects={[{ name: "action", label: t("audit.action"), any: t("audit.action.any"), options }]}
          range
        >
          {(["target", "actor", "tenant"] as const).map((name) => (
            <FilterInput
              key={name}
              label={t(`audit.filter.${name}`)}
              value={filters.values[name] ?? ""}
              suggestions={name === "tenant" ? tenants : []}
              onChange={(value) => filters.set(name, value)}
            />
          ))}
        </FilterBar>
        <ListTable
          label={t("audit.title")}
          list={list}
          filters={filters}
          columns={columns()}
          rowKey={({ id }) => id}
          detail={(entry) => <Detail entry={entry} onFilter={filters.set} />}
          empty={<EmptyState title={t("audit.empty.title")}>{t("audit.empty.text")}</EmptyState>}
        />
      </Panel>
    </Page>
  );
}

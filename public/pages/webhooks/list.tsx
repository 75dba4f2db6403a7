import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { useResource } from "../../api/resource.ts";
import { OPERATOR_TENANT } from "../../app/operator-tenant.ts";
import { Page } from "../../app/page.tsx";
import { boundTenant, mayChange } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { useFilters } from "../../components/filters.ts";
import { ListTable } from "../../components/list-table.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { useSparklines } from "../overview/attention.tsx";
import { columns } from "./columns.tsx";

const statuses = ["active", "paused", "unverified", "disabled"] as const;
const isStatus = (name: string | undefined): name is (typeof statuses)[number] =>
  statuses.includes(name as "active");

/** All webhooks, newest first, and how each of them is. */
export default function Webhooks() {
  const filters = useFilters(["q", "tenant", "status"]);
  const { q, tenant, status } = filters.values;
  const query = { ...(q && { q }), ...(tenant && { tenant }), ...(isStatus(status) && { status }) };
  const list = useList(
    (cursor) => api.webhooks.get({ query: { ...query, ...(cursor && { cursor }) } }),
    [filters.key],
  );
  const series = useSparklines(list.rows.map(({ id }) => id));
  const create = mayChange.value && (
    <ButtonLink to="/webhooks/new" primary>
      {t("webhooks.new")}
    </ButtonLink>
  );
  return (
    <Page title={t("webhooks.title")} sub={t("webhooks.sub")} actions={create}>
      <Panel>
        <FilterBar
          filters={filters}
          search={{
            name: "q",
            label: t(boundTenant.value === null ? "webhooks.search" : "webhooks.search.own"),
          }}
          selects={[...useTenantFilter(), statusFilter()]}
        />
        <ListTable
          label={t("webhooks.list")}
          list={list}
          filters={filters}
          columns={columns(series)}
          rowKey={({ id }) => id}
          href={({ id }) => `/webhooks/${id}`}
          empty={
            <EmptyState title={t("webhooks.empty.title")} action={create}>
              {t("webhooks.empty.text")}
            </EmptyState>
          }
        />
      </Panel>
    </Page>
  );
}

const statusFilter = () => ({
  name: "status" as const,
  label: t("webhooks.status"),
  any: t("webhooks.status.any"),
  options: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
});

/** Not on the portal, and not where there is one tenant only. */
function useTenantFilter() {
  const isBound = boundTenant.value !== null;
  const { data } = useResource(() => api.tenants.get({ query: { limit: "250" } }), [], { isOff: isBound });
  if (isBound || !data || data.data.length < 2) return [];
  const listed = data.data.map(({ id, name }) => ({ value: id, label: name || id }));
  const options = [...listed, { value: OPERATOR_TENANT, label: t("tenants.operator") }];
  return [{ name: "tenant" as const, label: t("webhooks.tenant"), any: t("webhooks.tenant.any"), options }];
}

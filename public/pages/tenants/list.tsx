import { api, type RowOf } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import type { Column } from "../../components/column.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { useFilters } from "../../components/filters.ts";
import { ListTable } from "../../components/list-table.tsx";
import { Panel } from "../../components/section.tsx";
import { Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import { TenantId } from "./tenant-id.tsx";

type Tenant = RowOf<typeof api.tenants.get>;

/** Every customer, the newest first. */
export default function Tenants() {
  const filters = useFilters(["q"]);
  const { q } = filters.values;
  const list = useList(
    (cursor) => api.tenants.get({ query: { limit: "100", ...(q && { q }), ...(cursor && { cursor }) } }),
    [filters.key],
  );
  const create = mayChange.value && (
    <ButtonLink to="/tenants/new" primary>
      {t("tenants.new")}
    </ButtonLink>
  );
  return (
    <Page title={t("tenants.title")} sub={t("tenants.sub")} actions={create}>
      <Panel>
        <FilterBar filters={filters} search={{ name: "q", label: t("tenants.search") }} />
        <ListTable
          label={t("tenants.title")}
          list={list}
          filters={filters}
          columns={columns()}
          rowKey={({ id }) => id}
          href={({ id }) => `/tenants/${id}`}
          empty={
            <EmptyState title={t("tenants.empty.title")} action={create}>
              {t("tenants.empty.text")}
            </EmptyState>
          }
        />
      </Panel>
    </Page>
  );
}

const columns = (): Column<Tenant>[] => [
  {
    id: "name",
    header: t("tenants.column.tenant"),
    grow: true,
    cell: ({ name }) => <bdi>{name}</bdi>,
    second: ({ id }) => <TenantId id={id} />,
  },
  {
    id: "profile",
    header: t("tenants.column.profile"),
    tone: "dim",
    narrow: "hide",
    cell: ({ profile }) => (profile === null ? "–" : <bdi>{profile}</bdi>),
  },
  {
    id: "told",
    header: t("tenants.column.told"),
    tone: "dim",
    narrow: "hide",
    cell: ({ notify }) => told(notify),
  },
  {
    id: "created",
    header: t("tenants.column.created"),
    align: "end",
    tone: "faint",
    cell: ({ created }) => <Time at={created} />,
  },
];

/** Who is told about webhooks in trouble. */
function told({ emails = [], url = null }: Tenant["notify"] = {}): string {
  const addresses = emails.length > 0 ? t("tenants.told.emails", { count: emails.length }) : "";
  return [addresses, url === null ? "" : t("tenants.told.url")].filter(Boolean).join(", ") || "–";
}

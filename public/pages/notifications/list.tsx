import { useEffect } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { isPortal } from "../../app/mode.ts";
import { sawNotice, unseenNotices } from "../../app/notices.ts";
import { Page } from "../../app/page.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { rangeOf, useFilters } from "../../components/filters.ts";
import { ListTable } from "../../components/list-table.tsx";
import { Panel } from "../../components/section.tsx";
import { TextFilters } from "../../components/text-filters.tsx";
import { t } from "../../texts/index.ts";
import { columns, whereTo } from "./columns.tsx";
import { isKind, kinds } from "./kinds.ts";

/** What operators and tenants were told about failing webhooks; on the portal what its tenant was. */
export default function Notifications() {
  const filters = useFilters(["tenant", "kind", "webhook", "within", "since", "until"]);
  const { tenant, kind, webhook } = filters.values;
  const query = { ...(tenant && { tenant }), ...(webhook && { webhook }), ...(isKind(kind) && { kind }) };
  const list = useList(
    (cursor) =>
      api.notifications.get({ query: { ...query, ...rangeOf(filters.values), ...(cursor && { cursor }) } }),
    [filters.key],
  );
  const newest = filters.isSet ? undefined : list.rows[0]?.id;
  useEffect(() => {
    if (newest !== undefined && !list.isLoading) sawNotice(newest);
  }, [newest, list.isLoading]);
  const unseen = unseenNotices.value;
  useEffect(() => {
    if (unseen > 0 && !list.isLoading) list.reload();
  }, [unseen]);
  const options = kinds.map((value) => ({ value, label: t(`notifications.kind.${value}`) }));
  const recipients = <ButtonLink to="/settings">{t("notifications.recipients")}</ButtonLink>;
  return (
    <Page
      title={t("notifications.title")}
      sub={t("notifications.sub")}
      {...(!isPortal && { actions: recipients })}
    >
      <Panel>
        <FilterBar
          filters={filters}
          selects={[
            { name: "kind", label: t("notifications.kind"), any: t("notifications.kind.any"), options },
          ]}
          range
        >
          <TextFilters filters={filters} names={["tenant", "webhook"]} />
        </FilterBar>
        <ListTable
          label={t("notifications.title")}
          list={list}
          filters={filters}
          columns={columns()}
          rowKey={({ id }) => id}
          href={whereTo}
          empty={
            <EmptyState title={t("notifications.empty.title")}>{t("notifications.empty.text")}</EmptyState>
          }
        />
      </Panel>
    </Page>
  );
}

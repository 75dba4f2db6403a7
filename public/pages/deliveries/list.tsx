import { useMemo, useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { Page } from "../../app/page.tsx";
import { boundTenant, mayChange } from "../../app/session.ts";
import { withChannel } from "../../components/channel-column.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { useFilters } from "../../components/filters.ts";
import { type Job, JobProgress } from "../../components/job-progress.tsx";
import { ListTable } from "../../components/list-table.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel } from "../../components/section.tsx";
import { TextFilters } from "../../components/text-filters.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { Acts } from "./acts/acts.tsx";
import { useTicked } from "./acts/use-ticked.tsx";
import { columns, type DeliveryRow } from "./columns.tsx";
import { type FilterName, filterNames, queryOf } from "./filter.ts";
import { MoreDeliveryFilters, statusFilter } from "./filters.tsx";

/** What was sent, newest first, of all webhooks or those that the filters name. */
export default function Deliveries() {
  const filters = useFilters<FilterName>(filterNames);
  const [job, setJob] = useState<string | null>(null);
  // A stretch of time that ends now must not move on with every drawing.
  const query = useMemo(() => queryOf(filters.values), [filters.key]);
  const list = useList(
    (cursor) => api.deliveries.get({ query: { ...query, ...(cursor && { cursor }) } }),
    [filters.key],
  );
  const retryOne = useAction(
    (id: string) => api.deliveries({ id }).retry.post(),
    (row) => {
      list.replace(({ id }) => id === row.id, row);
      toast({ kind: "ok", text: t("deliveries.retried", { type: row.event.type }) });
    },
  );
  const started = ({ id }: Job) => setJob(id);
  const ticked = useTicked({ rows: list.rows, of: filters.key, onJob: started });
  const retryRow = ({ id }: DeliveryRow) => (ticked.isAny ? ticked.ask("retry") : void retryOne.run(id));
  const acts = <Acts target={{ query }} onJob={started} />;
  return (
    <Page title={t("deliveries.title")} sub={t("deliveries.sub")} actions={acts}>
      {job !== null && <JobProgress key={job} id={job} onDone={list.reload} onDismiss={() => setJob(null)} />}
      <ProblemNotice problem={retryOne.problem} />
      <Panel>
        <FilterBar filters={filters} selects={[statusFilter()]} range>
          <TextFilters filters={filters} names={["type", "webhook", "tenant"]} />
          <MoreDeliveryFilters filters={filters} channels={null} />
        </FilterBar>
        <ListTable
          label={t("deliveries.list")}
          list={list}
          filters={filters}
          columns={withChannel(columns(), { rows: list.rows, channelOf: ({ event }) => event.channel })}
          rowKey={({ id }) => id}
          href={({ id }) => `/deliveries/${id}`}
          {...(mayChange.value && { onRetry: retryRow })}
          {...ticked.table}
          empty={
            <EmptyState title={t("deliveries.empty.title")}>
              {t(boundTenant.value === null ? "deliveries.empty.text" : "deliveries.empty.portal")}
            </EmptyState>
          }
        />
      </Panel>
      {ticked.bar}
    </Page>
  );
}

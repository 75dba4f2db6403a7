import { useEffect, useMemo } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useList } from "../../../api/list.ts";
import { mayChange } from "../../../app/session.ts";
import { ButtonLink } from "../../../components/button.tsx";
import { withChannel } from "../../../components/channel-column.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { useFilters } from "../../../components/filters.ts";
import type { Job } from "../../../components/job-progress.tsx";
import { ListTable } from "../../../components/list-table.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { Panel } from "../../../components/section.tsx";
import { toast } from "../../../components/toast.tsx";
import { t } from "../../../texts/index.ts";
import { Acts } from "../../deliveries/acts/acts.tsx";
import { useTicked } from "../../deliveries/acts/use-ticked.tsx";
import { type FilterName, filterNames, queryOf } from "../../deliveries/filter.ts";
import type { Part } from "../part.ts";
import { attemptsOf } from "../profile-summary.ts";
import type { Delivery } from "../types.ts";
import { useAgain } from "../use-again.ts";
import { columns } from "./columns.tsx";
import { DeliveryFilters } from "./filters.tsx";
import { Tiles } from "./tiles.tsx";

/** How the webhook has done, and what was sent to it, newest first. */
export function DeliveriesTab({ webhook, profile, onJob, jobsEnded }: Part) {
  const { id, status } = webhook;
  const filters = useFilters<FilterName>(filterNames);
  // A stretch of time that ends now must not move on with every drawing.
  const query = useMemo(() => ({ ...queryOf(filters.values), webhook: id }), [id, filters.key]);
  const list = useList(
    (cursor) => api.deliveries.get({ query: { ...query, ...(cursor && { cursor }) } }),
    [id, filters.key],
  );
  const again = useAgain(list.reload);
  useEffect(() => {
    if (jobsEnded > 0) again();
  }, [jobsEnded]);
  const retry = useAction(
    ({ id: delivery }: Delivery) => api.deliveries({ id: delivery }).retry.post(),
    toldRetry,
  );
  const mayRetry = mayChange.value && status === "active";
  const without = mayRetry ? [] : (["retry"] as const);
  const started = (job: Job) => onJob(job.id);
  const ticked = useTicked({ rows: list.rows, of: filters.key, without, onJob: started });
  const retryOf = {
    onRetry: (row: Delivery) =>
      ticked.isAny ? ticked.ask("retry") : void retry.run(row).then((isDone) => isDone && again()),
  };
  return (
    <>
      <Tiles {...{ webhook, profile, jobsEnded }} />
      <ProblemNotice problem={retry.problem} />
      <div class="of-webhook">
        <Panel>
          <DeliveryFilters webhook={webhook} filters={filters}>
            <Acts target={{ query }} without={without} onJob={started} />
          </DeliveryFilters>
          <ListTable
            label={t("webhook.tab.deliveries")}
            {...{ list, filters }}
            columns={withChannel(columns(profile ? attemptsOf(profile) : null), {
              rows: list.rows,
              channelOf: ({ event }) => event.channel,
              isUsed: webhook.channels !== null,
            })}
            rowKey={(row) => row.id}
            href={(row) => `/deliveries/${row.id}`}
            {...(mayRetry && retryOf)}
            {...ticked.table}
            empty={<Nothing id={id} isUnverified={status === "unverified"} />}
          />
        </Panel>
        {ticked.bar}
      </div>
    </>
  );
}

const toldRetry = () => toast({ kind: "ok", text: t("webhook.retrying") });

function Nothing({ id, isUnverified }: { id: string; isUnverified: boolean }) {
  const action = mayChange.value && !isUnverified && (
    <ButtonLink to={`/webhooks/${id}/test`}>{t("webhook.send_test")}</ButtonLink>
  );
  return (
    <EmptyState title={t("webhook.empty.title")} {...(action && { action })}>
      {t(isUnverified ? "webhook.empty.unverified" : "webhook.empty.text")}
    </EmptyState>
  );
}

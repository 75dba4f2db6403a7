import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useList } from "../../../api/list.ts";
import { mayChange } from "../../../app/session.ts";
import { ButtonLink } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { useFilters } from "../../../components/filters.ts";
import { ListTable } from "../../../components/list-table.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { Panel } from "../../../components/section.tsx";
import { toast } from "../../../components/toast.tsx";
import { t } from "../../../texts/index.ts";
import { RetryFailed } from "../bulk/retry-failed.tsx";
import type { Part } from "../part.ts";
import { attemptsOf } from "../profile-summary.ts";
import type { Delivery } from "../types.ts";
import { columns } from "./columns.tsx";
import { DeliveryFilters } from "./filters.tsx";
import { chosenStatus, deliveryFilter, filterNames } from "./query.ts";
import { Tiles } from "./tiles.tsx";

/** How the webhook has done, and what was sent to it, newest first. */
export function DeliveriesTab({ webhook, profile, reload }: Part) {
  const { id, status } = webhook;
  const filters = useFilters(filterNames);
  const filter = deliveryFilter(id, filters);
  const wanted = chosenStatus(filters.values.status);
  const query = { ...filter, ...(wanted && { status: wanted }) };
  const list = useList(
    (cursor) => api.deliveries.get({ query: { ...query, ...(cursor && { cursor }) } }),
    [id, filters.key],
  );
  const retry = useAction(({ id: delivery }: Delivery) => api.deliveries({ id: delivery }).retry.post(), toldRetry);
  const again = () => {
    list.reload();
    reload();
  };
  const mayRetry = mayChange.value && status === "active";
  const retryOf = { onRetry: (row: Delivery) => void retry.run(row).then((isDone) => isDone && list.reload()) };
  return (
    <>
      <Tiles webhook={webhook} profile={profile} />
      <ProblemNotice problem={retry.problem} />
      <Panel>
        <DeliveryFilters webhook={webhook} filters={filters}>
          {mayRetry && <RetryFailed filter={filter} listed={list.rows} onDone={again} />}
        </DeliveryFilters>
        <ListTable
          label={t("webhook.tab.deliveries")}
          {...{ list, filters }}
          columns={columns(profile ? attemptsOf(profile) : null)}
          rowKey={(row) => row.id}
          href={(row) => `/deliveries/${row.id}`}
          {...(mayRetry && retryOf)}
          empty={<Nothing id={id} />}
        />
      </Panel>
    </>
  );
}

const toldRetry = () => toast({ kind: "ok", text: t("webhook.retrying") });

function Nothing({ id }: { id: string }) {
  const action = mayChange.value && <ButtonLink to={`/webhooks/${id}/test`}>{t("webhook.send_test")}</ButtonLink>;
  return (
    <EmptyState title={t("webhook.empty.title")} {...(action && { action })}>
      {t("webhook.empty.text")}
    </EmptyState>
  );
}

import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import type { Job } from "../../components/job-progress.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { t, word } from "../../texts/index.ts";
import type { DeliveryQuery } from "./filter.ts";

type RetryManyProps = {
  /** What the list is narrowed to. Of it those that failed are retried, or those that were cancelled where it shows these. */
  query: DeliveryQuery;
  onJob(job: Job): void;
};

/** Retries all that the filters select: says how many first, then does it as a job. */
export function RetryMany({ query, onJob }: RetryManyProps) {
  const [isOpen, setOpen] = useState(false);
  const isCancelled = query.status === "cancelled";
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {t(isCancelled ? "deliveries.retry.cancelled" : "deliveries.retry")}
      </Button>
      {isOpen && (
        <Ask
          filter={{ ...query, status: isCancelled ? "cancelled" : "failed" }}
          onJob={onJob}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

type Filter = DeliveryQuery & { status: "cancelled" | "failed" };

function Ask({
  filter,
  onJob,
  onClose,
}: Pick<RetryManyProps, "onJob"> & { filter: Filter; onClose(): void }) {
  const counted = useResource(
    () => api.deliveries.retry.post({ filter, dry_run: true }),
    [JSON.stringify(filter)],
  );
  const retry = useAction(
    () => api.deliveries.retry.post({ filter }),
    (job) => "id" in job && onJob(job),
  );
  const count = counted.data && "count" in counted.data ? counted.data.count : null;
  return (
    <ConfirmDialog
      title={t("deliveries.retry.title")}
      confirm={t("deliveries.retry.do", { count: count ?? 0 })}
      harmless
      action={retry}
      isReady={count !== null && count > 0}
      isOpen
      onClose={onClose}
    >
      <ProblemNotice problem={counted.problem} onRetry={counted.reload} />
      {count === null && counted.problem === null && <p class="faint">{t("deliveries.retry.counting")}</p>}
      {count === 0 && <p>{t("deliveries.retry.none")}</p>}
      {count !== null && count > 0 && <Selected count={count} filter={filter} />}
    </ConfirmDialog>
  );
}

function Selected({ count, filter: { status, since, until, ...named } }: { count: number; filter: Filter }) {
  const times = {
    ...(since && { [t("filter.since")]: since }),
    ...(until && { [t("filter.until")]: until }),
  };
  const lines = Object.entries(named).map(([name, value]) => [
    t(`filter.${name as keyof typeof named}`),
    value,
  ]);
  return (
    <>
      <p>{t("deliveries.retry.count", { count })}</p>
      <ul class="chosen-filters">
        {[[t("deliveries.status"), word("status", status)], ...lines, ...Object.entries(times)].map(
          ([name, value]) => (
            <li key={name}>
              {name}: <bdi>{value}</bdi>
            </li>
          ),
        )}
      </ul>
      <p class="faint">{t("deliveries.retry.note")}</p>
    </>
  );
}

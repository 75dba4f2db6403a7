import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { Button } from "../../../components/button.tsx";
import { t } from "../../../texts/index.ts";
import type { DeliveryFilter } from "../deliveries/query.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { useJob } from "./use-job.ts";

type RetryFailedProps = {
  /** Those deliveries of the webhook that are listed, of any status. */
  filter: DeliveryFilter;
  /** Changes when the list does: the count is asked for again then. */
  listed: unknown;
  onDone(): void;
};

/** One more attempt for all that failed of what is listed. */
export function RetryFailed({ filter, listed, onDone }: RetryFailedProps) {
  const [isOpen, open] = useState(false);
  const failed = { ...filter, status: "failure" as const };
  const counted = useResource(
    () => api.deliveries.retry.post({ filter: failed, dry_run: true }),
    [JSON.stringify(filter), listed],
  );
  const count = counted.data && "count" in counted.data ? counted.data.count : 0;
  const running = useJob();
  const start = useAction(
    () => api.deliveries.retry.post({ filter: failed }),
    (made) => "id" in made && running.start(made),
  );
  useEffect(() => {
    if (running.job && running.job.status !== "running") onDone();
  }, [running.job?.status]);
  const close = () => {
    open(false);
    if (running.job?.status !== "running") running.forget();
    start.clear();
  };
  if (count === 0 && !isOpen) return null;
  return (
    <>
      <Button onClick={() => open(true)}>{t("bulk.retry.open", { count })}</Button>
      <BulkDialog
        {...{ isOpen, start, running }}
        title={t("bulk.retry.title", { count })}
        confirm={t("bulk.retry.do", { count })}
        isReady={count > 0}
        onClose={close}
      >
        <p>{t("bulk.retry.text", { count })}</p>
        <p class="dim">{t("bulk.retry.note")}</p>
      </BulkDialog>
    </>
  );
}

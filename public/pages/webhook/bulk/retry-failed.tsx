import { useRef, useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { Button } from "../../../components/button.tsx";
import { t } from "../../../texts/index.ts";
import type { DeliveryFilter } from "../deliveries/query.ts";
import { BulkDialog } from "./bulk-dialog.tsx";

type RetryFailedProps = {
  /** Those deliveries of the webhook that are listed, of any status. */
  filter: DeliveryFilter;
  /** The count is asked for again when the rows that are listed change. */
  listed: unknown;
  onJob(id: string): void;
};

/** One more attempt for all that failed of what is listed; nothing where nothing did. */
export function RetryFailed({ filter, listed, onJob }: RetryFailedProps) {
  const [isOpen, open] = useState(false);
  const failed = { ...filter, status: "failure" } as const;
  const counted = useResource(
    () => api.deliveries.retry.post({ filter: failed, dry_run: true }),
    [filter, listed],
  );
  // The button stays while it is counted anew.
  const last = useRef(0);
  if (counted.data && "count" in counted.data) last.current = counted.data.count;
  const count = last.current;
  const start = useAction(
    () => api.deliveries.retry.post({ filter: failed }),
    (made) => "id" in made && onJob(made.id),
  );
  if (count === 0 && !isOpen) return null;
  return (
    <>
      <Button onClick={() => open(true)}>{t("webhook.retry.open", { count })}</Button>
      <BulkDialog
        {...{ isOpen, start }}
        title={t("webhook.retry.title", { count })}
        confirm={t("webhook.retry.do", { count })}
        isReady={counted.data !== undefined && count > 0}
        onClose={() => open(false)}
      >
        <p>{t("webhook.retry.text", { count })}</p>
        <p class="dim">{t("webhook.retry.note")}</p>
      </BulkDialog>
    </>
  );
}

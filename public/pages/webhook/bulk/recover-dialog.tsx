import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { Field } from "../../../components/field.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { formatExact } from "../../../format/time.ts";
import { t } from "../../../texts/index.ts";
import type { Webhook } from "../types.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { isoOf, localOf } from "./local-time.ts";

type RecoverDialogProps = {
  webhook: Webhook;
  /** What is proposed. */
  since: string;
  isOpen: boolean;
  onClose(): void;
  onJob(id: string): void;
};

/** Brings the webhook what it missed since a moment, once somebody has seen how many that are. */
export function RecoverDialog({ webhook, since: proposed, isOpen, onClose, onJob }: RecoverDialogProps) {
  const { id } = webhook;
  const [local, setLocal] = useState("");
  useEffect(() => {
    if (isOpen && local === "") setLocal(localOf(proposed));
  }, [isOpen]);
  const since = isoOf(local);
  const missed = useResource(
    () => api.webhooks({ id }).recover.post({ since: since ?? "", dry_run: true }),
    [since],
    { isOff: !isOpen || since === null },
  );
  const count = missed.data && "count" in missed.data ? missed.data.count : undefined;
  const start = useAction(
    () => api.webhooks({ id }).recover.post({ since: since ?? "" }),
    (made) => "id" in made && onJob(made.id),
  );
  return (
    <BulkDialog
      {...{ isOpen, start, onClose }}
      title={t("recover.title")}
      isReady={count !== undefined && count > 0}
      confirm={count ? t("recover.do", { count }) : t("recover.do_none")}
    >
      <p class="dim">{t("recover.text")}</p>
      <Field
        label={t("recover.since")}
        hint={since === null ? t("recover.since_wrong") : <bdi dir="ltr">{formatExact(since)}</bdi>}
      >
        <TextInput type="datetime-local" value={local} onChange={setLocal} />
      </Field>
      <p role="status">{counted(count, since)}</p>
      <ProblemNotice problem={missed.problem} onRetry={missed.reload} />
    </BulkDialog>
  );
}

function counted(count: number | undefined, since: string | null) {
  if (since === null) return "";
  if (count === undefined) return t("recover.counting");
  return count === 0 ? t("recover.none") : <strong>{t("recover.count", { count })}</strong>;
}

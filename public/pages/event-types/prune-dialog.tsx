import { useMemo, useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Field } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Select } from "../../components/select.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";

const DAYS = ["1", "7", "30"] as const;
const DAY_MS = 86_400_000;

type PruneDialogProps = { isOpen: boolean; onClose(): void; onDone(): void };

/** Deletes the undeclared types together, once somebody has seen how many these are. */
export function PruneDialog({ isOpen, onClose, onDone }: PruneDialogProps) {
  const [days, setDays] = useState("");
  const since = useMemo(() => sinceOf(days), [days, isOpen]);
  const found = useResource(
    () => api["event-types"].prune.post({ not_seen_since: since, dry_run: true }),
    [since, isOpen],
    { isOff: !isOpen },
  );
  const count = found.data?.event_types;
  const action = useAction(
    () => api["event-types"].prune.post({ not_seen_since: since }),
    ({ event_types: pruned }) => {
      toast({ kind: "ok", text: t("event_types.pruned", { count: pruned }) });
      onDone();
    },
  );
  return (
    <ConfirmDialog
      title={t("event_types.prune.title")}
      confirm={t("event_types.prune.confirm", { count: count ?? 0 })}
      isReady={count !== undefined && count > 0}
      {...{ action, isOpen, onClose }}
    >
      <p>{t("event_types.prune.text")}</p>
      <Field label={t("event_types.prune.which")}>
        <Select
          value={days}
          onChange={setDays}
          options={[
            { value: "", label: t("event_types.prune.all") },
            ...DAYS.map((value) => ({
              value,
              label: t("event_types.prune.not_seen", { count: Number(value) }),
            })),
          ]}
        />
      </Field>
      <p role="status">{count === undefined ? t("app.loading") : t("event_types.prune.count", { count })}</p>
      <ProblemNotice problem={found.problem} onRetry={found.reload} />
    </ConfirmDialog>
  );
}

const sinceOf = (days: string) =>
  days === "" ? null : new Date(Date.now() - Number(days) * DAY_MS).toISOString();

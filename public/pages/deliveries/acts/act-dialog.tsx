import { useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import type { Job } from "../../../components/job-progress.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { t } from "../../../texts/index.ts";
import { Chosen } from "./chosen.tsx";
import { bodyOf, meant, type Target } from "./target.ts";

type ActDialogProps = {
  act: "retry" | "cancel";
  target: Target;
  onJob(job: Job): void;
  onClose(): void;
};

/** Counts first, then retries or cancels as a job. */
export function ActDialog({ act, target, onJob, onClose }: ActDialogProps) {
  // What is listed may change behind the dialog: it is about what was there when it was opened.
  const [about] = useState(() => meant(act, target));
  const filter = bodyOf(about);
  const counted = useResource(() => api.deliveries[act].post({ filter, dry_run: true }), []);
  const start = useAction(
    () => api.deliveries[act].post({ filter }),
    (job) => "id" in job && onJob(job),
  );
  const count = counted.data && "count" in counted.data ? counted.data.count : null;
  return (
    <ConfirmDialog
      title={t(`deliveries.${act}.title`)}
      confirm={t(`deliveries.${act}.do`, { count: count ?? 0 })}
      keep={t(act === "cancel" ? "deliveries.cancel.keep" : "action.cancel")}
      harmless={act === "retry"}
      action={start}
      isReady={count !== null && count > 0}
      isOpen
      onClose={onClose}
    >
      <ProblemNotice problem={counted.problem} onRetry={counted.reload} />
      {counted.problem === null && (
        <>
          <Chosen count={count} about={about} none={t(`deliveries.${act}.none`)} />
          <p class="faint">{t(`deliveries.${act}.note`)}</p>
        </>
      )}
    </ConfirmDialog>
  );
}

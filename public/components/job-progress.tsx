import { useEffect, useState } from "preact/hooks";
import { useAction } from "../api/action.ts";
import { api, type DataOf } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import { mayChange } from "../app/session.ts";
import { formatNumber } from "../format/number.ts";
import { type PlainKey, t } from "../texts/index.ts";
import { Button } from "./button.tsx";
import { Notice, type NoticeProps } from "./notice.tsx";
import { ProblemNotice } from "./problem-notice.tsx";

export type Job = DataOf<ReturnType<typeof api.jobs>["get"]>;

type JobProgressProps = {
  /** The job's id, as the call that made it answered. */
  id: string;
  /** Told once when it is over. */
  onDone?(job: Job): void;
  /** Takes it off the page; without, it cannot be. */
  onDismiss?(): void;
};

const EVERY_MS = 1000;

/** How far a job has come, with a way to stop it; what happened to the rest when it is over. */
export function JobProgress({ id, onDone, onDismiss }: JobProgressProps) {
  const [isOver, setOver] = useState(false);
  const { data: job, problem, reload, set } = useResource(() => api.jobs({ id }).get(), [id], isOver ? {} : { everyMs: EVERY_MS });
  const stop = useAction(() => api.jobs({ id }).delete(), set);
  useEffect(() => {
    if (!job || job.status === "running" || isOver) return;
    setOver(true);
    onDone?.(job);
  }, [job?.status]);
  if (!job) return <ProblemNotice problem={problem} onRetry={reload} />;
  const isRunning = job.status === "running";
  const action = (
    <>
      {isRunning && mayChange.value && job.kind !== "delete_tenant" && (
        <Button onClick={stop.run} isPending={stop.isPending}>
          {t("job.stop")}
        </Button>
      )}
      {!isRunning && onDismiss && <Button onClick={onDismiss}>{t("action.dismiss")}</Button>}
    </>
  );
  return (
    <>
      <Notice kind={kindOf(job)} title={t(titles[job.status] ?? "job.running")} action={action}>
        <span role="status">{told(job)}</span>
        {isRunning && <progress aria-label={t("job.progress")} value={job.done + job.failed} max={Math.max(1, job.total)} />}
      </Notice>
      <ProblemNotice problem={stop.problem ?? problem} />
    </>
  );
}

const titles: Record<string, PlainKey> = {
  running: "job.running",
  succeeded: "job.succeeded",
  stopped: "job.stopped",
  failed: "job.failed",
};

const kindOf = ({ status, failed }: Job): NoticeProps["kind"] =>
  status === "failed" ? "bad" : failed > 0 || status === "stopped" ? "warn" : "info";

function told({ done, total, failed, error }: Job): string {
  const progress = t("job.done", { count: total, done: formatNumber(done) });
  return [progress, failed > 0 && t("job.not_done", { count: failed }), error].filter(Boolean).join(" ");
}

import { useEffect, useState } from "preact/hooks";
import { useAction } from "../api/action.ts";
import { api, type DataOf } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import { mayChange } from "../app/session.ts";
import { type PlainKey, t } from "../texts/index.ts";
import { Button } from "./button.tsx";
import { JobBar } from "./job-bar.tsx";
import { Notice, type NoticeProps } from "./notice.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { ServerWords } from "./server-words.tsx";

export type Job = DataOf<ReturnType<typeof api.jobs>["get"]>;

type JobProgressProps = {
  /** The job's id, as the call that made it answered. */
  id: string;
  /** Told once when it is over. */
  onDone?(job: Job): void;
  /** Takes it off the page; without, it stays. */
  onDismiss?(): void;
};

const EVERY_MS = 1000;

/** How far a job has come, with a way to stop it; what became of it when it is over. */
export function JobProgress({ id, onDone, onDismiss }: JobProgressProps) {
  const [isOver, setOver] = useState(false);
  const [isFinal, setFinal] = useState(false);
  const job = useResource(() => api.jobs({ id }).get(), [id], isFinal ? {} : { everyMs: EVERY_MS });
  const stop = useAction(() => api.jobs({ id }).delete(), job.set);
  const { data } = job;
  useEffect(() => {
    if (!data || data.status === "running" || isOver) return;
    setOver(true);
    onDone?.(data);
  }, [data?.status]);
  useEffect(() => setFinal(isOver && (data?.outcome?.retrying ?? 0) === 0), [isOver, data]);
  if (!data) return <ProblemNotice problem={job.problem} onRetry={job.reload} />;
  const isRunning = data.status === "running";
  const action = isRunning
    ? mayChange.value && (
        <Button onClick={() => void stop.run()} isPending={stop.isPending}>
          {t("job.stop")}
        </Button>
      )
    : onDismiss && <Button onClick={onDismiss}>{t("action.dismiss")}</Button>;
  return (
    <>
      <Notice kind={kindOf(data)} title={t(titles[data.status] ?? "job.running")} action={action}>
        <span role="status">
          <JobBar job={data} />
        </span>
        <ServerWords words={data.error} />
      </Notice>
      <ProblemNotice problem={stop.problem ?? job.problem} />
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

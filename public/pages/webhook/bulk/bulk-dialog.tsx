import type { ComponentChildren } from "preact";
import { type Action } from "../../../api/action.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { JobProgress } from "../../../components/job-progress.tsx";
import { Notice } from "../../../components/notice.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { t } from "../../../texts/index.ts";
import type { Job, RunningJob } from "./use-job.ts";

type BulkDialogProps = {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** What will happen, with how many it happens to. */
  children: ComponentChildren;
  /** The button's words, with the count. */
  confirm: string;
  /** Nothing to do, or not counted yet. */
  isReady: boolean;
  start: Pick<Action<[]>, "run" | "problem" | "isPending">;
  running: RunningJob;
};

/** Tells what will happen to how many, then how far it has come; it can be stopped, and left alone. */
export function BulkDialog({ title, isOpen, onClose, children, confirm, isReady, start, running }: BulkDialogProps) {
  const { job } = running;
  const actions = job ? (
    <Ending running={running} onClose={onClose} />
  ) : (
    <>
      <Button onClick={onClose}>{t("action.cancel")}</Button>
      <Button primary onClick={() => void start.run()} isPending={start.isPending} disabled={!isReady}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} actions={actions}>
      {job ? <Progress job={job} /> : children}
      <ProblemNotice problem={start.problem ?? running.stop.problem} />
    </Dialog>
  );
}

function Ending({ running: { job, stop }, onClose }: { running: RunningJob; onClose(): void }) {
  return (
    <>
      {job?.status === "running" && (
        <Button danger onClick={() => void stop.run()} isPending={stop.isPending}>
          {t("bulk.stop")}
        </Button>
      )}
      <Button primary onClick={onClose}>
        {t("action.close")}
      </Button>
    </>
  );
}

function Progress({ job }: { job: Job }) {
  const { status, done, error } = job;
  return (
    <>
      <JobProgress job={job} />
      <p role="status" class="dim">
        {status === "running" && t("bulk.running")}
        {status === "succeeded" && t("bulk.succeeded")}
        {status === "stopped" && t("bulk.stopped", { count: done })}
      </p>
      {status === "failed" && (
        <Notice kind="bad" title={t("bulk.failed")}>
          <bdi>{error}</bdi>
        </Notice>
      )}
    </>
  );
}

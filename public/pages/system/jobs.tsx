import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { mayChange } from "../../app/session.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListTable } from "../../components/list-table.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { t, word } from "../../texts/index.ts";
import { columns, type Job } from "./job-columns.tsx";

const EVERY_MS = 2000;

/** What is done in portions: retries, recoveries, deletions; while one runs it is looked at every two seconds. */
export function Jobs() {
  const list = useList((cursor) => api.jobs.get({ query: { limit: "20", ...(cursor && { cursor }) } }), []);
  const [asked, ask] = useState<Job | null>(null);
  const isRunning = list.rows.some(({ status }) => status === "running");
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => document.visibilityState === "visible" && list.reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <Section title={t("system.jobs")}>
      <Panel>
        <ListTable
          label={t("system.jobs")}
          list={list}
          columns={columns(mayChange.value ? ask : null)}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("system.jobs.none")}>{t("system.jobs.none_text")}</EmptyState>}
        />
      </Panel>
      <StopJob job={asked} onClose={() => ask(null)} onStopped={list.reload} />
    </Section>
  );
}

function StopJob({ job, onClose, onStopped }: { job: Job | null; onClose(): void; onStopped(): void }) {
  const { id = "", kind = "", total = 0, done = 0 } = job ?? {};
  const action = useAction(() => api.jobs({ id }).delete(), onStopped);
  return (
    <ConfirmDialog
      title={t("system.stop.title", { job: word("system.job.kind", kind) })}
      confirm={t("system.stop.confirm")}
      isOpen={job !== null}
      {...{ action, onClose }}
    >
      <p>{t("system.stop.text", { done, count: Math.max(0, total - done) })}</p>
    </ConfirmDialog>
  );
}

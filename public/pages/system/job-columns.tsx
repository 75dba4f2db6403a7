import type { api, RowOf } from "../../api/client.ts";
import { Badge, type Kind } from "../../components/badge.tsx";
import { IconButton } from "../../components/button.tsx";
import type { Column } from "../../components/column.ts";
import { Ban, Check, Ellipsis, type Icon, Square, X } from "../../components/icons.ts";
import { JobBar } from "../../components/job-bar.tsx";
import { Link } from "../../components/link.tsx";
import { Time } from "../../components/values.tsx";
import { t, word } from "../../texts/index.ts";

export type Job = RowOf<typeof api.jobs.get>;

const looks: Record<string, [Kind, Icon]> = {
  running: ["idle", Ellipsis],
  succeeded: ["ok", Check],
  stopped: ["idle", Ban],
  failed: ["bad", X],
};

/** `onStop` is null for those who may not. */
export const columns = (onStop: ((job: Job) => void) | null): Column<Job>[] => [
  { id: "status", header: t("system.column.status"), cell: ({ status }) => <JobStatus status={status} /> },
  {
    id: "kind",
    header: t("system.column.job"),
    grow: true,
    cell: ({ kind }) => word("system.job.kind", kind),
    second: (job) => <About job={job} />,
  },
  {
    id: "progress",
    header: t("system.column.progress"),
    narrow: "line",
    cell: (job) => (
      <div class="job-bar">
        <JobBar job={job} />
      </div>
    ),
  },
  {
    id: "created",
    header: t("system.column.begun"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ created }) => <Time at={created} />,
  },
  ...(onStop === null ? [] : [stop(onStop)]),
];

function JobStatus({ status }: { status: string }) {
  const [kind, icon] = looks[status] ?? ["idle", Ellipsis];
  return <Badge kind={kind} icon={icon} text={word("system.job.status", status)} />;
}

/** What it is about, or why it could not go on. */
function About({ job: { webhook, tenant, error } }: { job: Job }) {
  if (error !== null) return <bdi>{error}</bdi>;
  if (webhook !== null)
    return <Link to={`/webhooks/${webhook}`}>{t("system.job.webhook", { webhook })}</Link>;
  return <bdi>{tenant === null ? t("overview.all_tenants") : t("overview.one_tenant", { tenant })}</bdi>;
}

/** A tenant's deletion goes on to its end. */
const stop = (onStop: (job: Job) => void): Column<Job> => ({
  id: "stop",
  header: t("table.acts"),
  isHeaderHidden: true,
  align: "end",
  cell: (job) =>
    job.status === "running" && job.kind !== "delete_tenant" ? (
      <IconButton label={t("system.stop")} icon={Square} onClick={() => onStop(job)} />
    ) : null,
});

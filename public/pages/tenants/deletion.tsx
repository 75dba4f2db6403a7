import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { ButtonLink } from "../../components/button.tsx";
import { JobBar } from "../../components/job-bar.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { t } from "../../texts/index.ts";

const EVERY_MS = 1000;

/** How far the deletion of a tenant has come. */
export function Deletion({ id, tenant }: { id: string; tenant: string }) {
  const [isOver, end] = useState(false);
  const job = useResource(() => api.jobs({ id }).get(), [id], isOver ? {} : { everyMs: EVERY_MS });
  useEffect(() => end(job.data !== undefined && job.data.status !== "running"), [job.data?.status]);
  const back = <ButtonLink to="/tenants">{t("tenants.deleted.back")}</ButtonLink>;
  if (job.data === undefined) return <ProblemNotice problem={job.problem} onRetry={job.reload} />;
  const { status, error } = job.data;
  if (status === "succeeded")
    return (
      <Notice kind="info" title={t("tenants.deleted", { tenant })} action={back}>
        {t("tenants.deleted.text")}
      </Notice>
    );
  if (status === "failed")
    return (
      <Notice kind="bad" title={t("tenants.deletion.failed")}>
        <bdi>{error}</bdi>
      </Notice>
    );
  return (
    <Notice kind="warn" title={t("tenants.deleting", { tenant })} action={back}>
      {t("tenants.deleting.text")}
      <div>
        <JobBar job={job.data} />
      </div>
    </Notice>
  );
}

import { formatNumber } from "../format/number.ts";
import { t } from "../texts/index.ts";

type Told = { status: string; total: number; done: number; failed: number };

/** How far a job has come: the counts, and a bar while it runs. */
export function JobBar({ job: { status, total, done, failed } }: { job: Told }) {
  return (
    <>
      <span class="num">
        {t("job.done", { count: total, done: formatNumber(done) })}{" "}
        {failed > 0 && t("job.not_done", { count: failed })}
      </span>
      {status === "running" && (
        <progress aria-label={t("job.progress")} value={done + failed} max={Math.max(1, total)} />
      )}
    </>
  );
}

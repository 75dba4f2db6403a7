import { formatNumber } from "../format/number.ts";
import { t } from "../texts/index.ts";
import { Link } from "./link.tsx";

type Outcome = { delivered: number; failed: number; retrying: number };

type Told = {
  id: string;
  status: string;
  total: number;
  done: number;
  failed: number;
  outcome: Outcome | null;
};

/** How far a job has come: the counts, a bar while it runs, and what came of the deliveries, each with the list of these. */
export function JobBar({ job: { id, status, total, done, failed, outcome } }: { job: Told }) {
  return (
    <>
      <span class="num">
        {t("job.done", { count: total, done: formatNumber(done) })}{" "}
        {failed > 0 && t("job.not_done", { count: failed })}
      </span>
      {outcome && <Outcomes job={id} outcome={outcome} />}
      {status === "running" && (
        <progress aria-label={t("job.progress")} value={done + failed} max={Math.max(1, total)} />
      )}
    </>
  );
}

/** The status of deliveries that each part of an outcome is listed by. */
const parts = { delivered: "succeeded", failed: "failed", retrying: "pending" } as const;

function Outcomes({ job, outcome }: { job: string; outcome: Outcome }) {
  const known = (Object.keys(parts) as (keyof Outcome)[]).filter((part) => outcome[part] > 0);
  return (
    <span class="job-outcome">
      {known.map((part) => (
        <Link key={part} to={`/deliveries?job=${job}&status=${parts[part]}`}>
          {t(`job.outcome.${part}`, { count: outcome[part] })}
        </Link>
      ))}
    </span>
  );
}

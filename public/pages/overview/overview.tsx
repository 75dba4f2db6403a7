import { useEffect } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { failingWebhooks } from "../../app/failing.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { useFilters } from "../../components/filters.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Select } from "../../components/select.tsx";
import { t } from "../../texts/index.ts";
import { AttemptsChart } from "./attempts-chart.tsx";
import { Attention } from "./attention.tsx";
import { Causes } from "./causes.tsx";
import { isPeriod, type Period, periods, sinceOf } from "./period.ts";
import { Tiles } from "./tiles.tsx";
import { Welcome } from "./welcome.tsx";

const EVERY_MS = 15_000;

/** How things stand, of all tenants or of one, and where to look first. */
export default function Overview() {
  const filters = useFilters(["period", "tenant"]);
  const { period: named, tenant } = filters.values;
  const period = isPeriod(named) ? named : "24h";
  const stats = useResource(
    () => api.stats.get({ query: { ...sinceOf(period), ...(tenant && { tenant }) } }),
    [period, tenant],
    { everyMs: EVERY_MS },
  );
  const { data } = stats;
  useEffect(() => {
    if (data && !tenant) failingWebhooks.value = data.webhooks.by_health.failing ?? 0;
  }, [data]);
  const sub = t("overview.sub", {
    period: t(`overview.sub.${period}`),
    tenants: tenant ? t("overview.one_tenant", { tenant }) : t("overview.all_tenants"),
  });
  const isNew = data !== undefined && Object.values(data.webhooks.by_status).every((count) => count === 0);
  return (
    <Page
      title={t("overview.title")}
      sub={sub}
      actions={<Actions period={period} onPeriod={(value) => filters.set("period", value)} />}
    >
      <ProblemNotice problem={stats.problem} onRetry={stats.reload} />
      {isNew && <Welcome />}
      <Tiles stats={data} />
      <AttemptsChart stats={data} />
      {!isNew && <Attention stats={data} />}
      {!isNew && <Causes stats={data} />}
    </Page>
  );
}

function Actions({ period, onPeriod }: { period: Period; onPeriod(period: string): void }) {
  const options = periods.map((value) => ({ value, label: t(`overview.period.${value}`) }));
  return (
    <>
      <Select aria-label={t("overview.period")} value={period} options={options} onChange={onPeriod} />
      {mayChange.value && (
        <ButtonLink to="/events/new" primary>
          {t("overview.send")}
        </ButtonLink>
      )}
    </>
  );
}

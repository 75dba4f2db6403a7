import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { useFilters } from "../../../components/filters.ts";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { RadioGroup } from "../../../components/radio-group.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { t } from "../../../texts/index.ts";
import type { Part } from "../part.ts";
import { EVERY_MS } from "../use-webhook.ts";
import { OutcomeChart } from "./chart.tsx";
import { History } from "./history.tsx";
import { Outcomes } from "./outcomes.tsx";
import { State } from "./state.tsx";

const HOUR_MS = 3_600_000;
const periods = { "24h": 24 * HOUR_MS, "7d": 168 * HOUR_MS } as const;
type Period = keyof typeof periods;
const isPeriod = (name: string | undefined): name is Period => name !== undefined && name in periods;

/** How the webhook has been: attempts by what came of them, its counters, and what was told of it. */
export function HealthTab({ webhook, profile, set }: Part) {
  const { id } = webhook;
  const filters = useFilters(["period"]);
  const { period: named } = filters.values;
  const period = isPeriod(named) ? named : "24h";
  const stats = useResource(
    () =>
      api
        .webhooks({ id })
        .stats.get({ query: { since: new Date(Date.now() - periods[period]).toISOString() } }),
    [id, period],
    { everyMs: EVERY_MS },
  );
  const choice = (
    <RadioGroup
      label={t("webhook.health.period")}
      value={period}
      options={(Object.keys(periods) as Period[]).map((value) => ({
        value,
        label: t(`webhook.health.${value}`),
      }))}
      onChange={(value) => filters.set("period", value)}
      inline
    />
  );
  return (
    <>
      <State {...{ webhook, profile, set }} />
      <ProblemNotice problem={stats.problem} onRetry={stats.reload} />
      <Section title={t("webhook.health.attempts")} action={choice}>
        <Panel>
          <OutcomeChart stats={stats.data} />
          <Outcomes stats={stats.data} />
        </Panel>
      </Section>
      <History id={id} />
    </>
  );
}

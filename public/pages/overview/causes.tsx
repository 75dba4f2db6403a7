import { headline } from "../../components/attempt.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Num, Time } from "../../components/values.tsx";
import { isEnglish, t } from "../../texts/index.ts";
import type { Stats } from "./types.ts";

type Cause = Stats["failures"][number];

/** Why attempts failed, the most frequent cause first. One webhook's leads to it. */
export function Causes({ stats }: { stats: Stats | undefined }) {
  return (
    <Section title={t("overview.causes")}>
      <Panel>
        <Table
          label={t("overview.causes")}
          rows={stats?.failures ?? []}
          rowKey={({ outcome, status_code, error }) => `${outcome} ${status_code} ${error}`}
          href={whereTo}
          isLoading={stats === undefined}
          empty={<EmptyState title={t("overview.causes.none")} />}
          columns={[
            {
              id: "count",
              header: t("overview.column.attempts"),
              align: "end",
              cell: ({ count }) => <Num value={count} />,
            },
            {
              id: "cause",
              header: t("overview.column.cause"),
              grow: true,
              cell: (row) => <bdi>{told(row)}</bdi>,
              ...(!isEnglish() && { second: ({ error }: Cause) => <bdi lang="en">{error}</bdi> }),
            },
            {
              id: "where",
              header: t("overview.column.where"),
              tone: "dim",
              narrow: "hide",
              cell: ({ webhook_count: count }) => t("overview.webhooks", { count }),
            },
            {
              id: "last",
              header: t("overview.column.last"),
              align: "end",
              tone: "faint",
              cell: ({ last }) => <Time at={last} />,
            },
          ]}
        />
      </Panel>
    </Section>
  );
}

/** The server's sentence tells more than the status: what it would have liked instead. */
const told = (cause: Cause) => (isEnglish() ? cause.error : null) ?? headline(cause);

const whereTo = ({ webhooks, webhook_count: count }: Cause) =>
  count === 1 ? `/webhooks/${webhooks[0]}?status=failure` : "/webhooks";

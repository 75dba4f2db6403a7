import { useMemo } from "preact/hooks";
import { Page } from "../../app/page.tsx";
import { Button } from "../../components/button.tsx";
import { withChannel } from "../../components/channel-column.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import { useFilters } from "../../components/filters.ts";
import { Pause, Play } from "../../components/icons.ts";
import { Link } from "../../components/link.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { TextFilters } from "../../components/text-filters.tsx";
import { t } from "../../texts/index.ts";
import { columns } from "./columns.tsx";
import { Connection } from "./connection.tsx";
import { useAnchor } from "./use-anchor.ts";
import { MOST, type Tail, useTail } from "./use-tail.ts";

const names = ["status", "type", "webhook", "tenant"] as const;
type Name = (typeof names)[number];

/** Attempts as they are finished, the newest at the top. */
export default function Live() {
  const filters = useFilters<Name>(names);
  const query = useMemo(
    () => new URLSearchParams(filters.values as Record<string, string>).toString(),
    [filters.key],
  );
  const tail = useTail(query);
  const place = useAnchor(tail.rows);
  return (
    <Page title={t("live.title")} sub={<Connection tail={tail} />} actions={<PauseButton tail={tail} />}>
      <ProblemNotice problem={tail.problem} />
      {tail.hasMissed && (
        <Notice kind="warn" action={<Link to="/deliveries">{t("live.all")}</Link>}>
          {t("live.missed")}
        </Notice>
      )}
      <Panel>
        <FilterBar filters={filters} selects={[outcomeFilter()]}>
          <TextFilters filters={filters} names={["type", "webhook", "tenant"]} />
        </FilterBar>
        <div ref={place} class="tail">
          <Table
            label={t("live.list")}
            rows={tail.rows}
            rowKey={({ id }) => id}
            href={({ delivery, attempt }) => `/deliveries/${delivery}?attempt=${attempt.number}`}
            empty={<EmptyState title={t("live.empty.title")}>{t("live.empty.text")}</EmptyState>}
            columns={withChannel(columns(), { rows: tail.rows, channelOf: ({ channel }) => channel })}
          />
        </div>
      </Panel>
      {tail.rows.length === MOST && (
        <p class="note-line">
          {t("live.most", { count: MOST })} <Link to="/deliveries">{t("live.all")}</Link>
        </p>
      )}
    </Page>
  );
}

function PauseButton({ tail: { isPaused, held, toggle } }: { tail: Tail }) {
  const words = isPaused
    ? held > 0
      ? t("live.resume_with", { count: held })
      : t("live.resume")
    : t("live.pause");
  return (
    <Button primary={isPaused} icon={isPaused ? Play : Pause} onClick={toggle} aria-pressed={isPaused}>
      {words}
    </Button>
  );
}

const outcomeFilter = () => ({
  name: "status" as const,
  label: t("live.outcome"),
  any: t("live.outcome.any"),
  options: (["success", "failure"] as const).map((value) => ({ value, label: t(`live.outcome.${value}`) })),
});

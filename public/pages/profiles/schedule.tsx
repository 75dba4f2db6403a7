import { useMemo } from "preact/hooks";
import { Panel, Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatWait } from "../../format/wait.ts";
import { t } from "../../texts/index.ts";
import { attemptsOf } from "./timeline.ts";
import { TimelineDrawing } from "./timeline-drawing.tsx";
import type { Profile } from "./types.ts";

type Scheduled = Pick<Profile, "retry" | "dispatch">;

/** When a delivery that keeps failing is attempted: drawn, and as a table. */
export function Schedule({ profile: { retry, dispatch } }: { profile: Scheduled }) {
  const attempts = useMemo(() => attemptsOf(retry), [retry]);
  const title = t("profiles.schedule");
  return (
    <Section title={title}>
      <Panel>
        {attempts.length > 1 && <TimelineDrawing attempts={attempts} />}
        <p class="schedule-note">
          {t(dispatch === "sweep" ? "profiles.schedule.sweep" : "profiles.schedule.note")}
        </p>
        <Table
          label={title}
          rows={attempts}
          rowKey={({ number }) => String(number)}
          columns={[
            { id: "number", header: t("profiles.column.attempt"), grow: true, cell: ({ number }) => number },
            {
              id: "delay",
              header: t("profiles.column.wait"),
              align: "end",
              narrow: "labelled",
              cell: ({ delay, number }) => (number === 1 ? t("profiles.first") : formatWait(delay)),
            },
            {
              id: "total",
              header: t("profiles.column.total"),
              align: "end",
              narrow: "labelled",
              tone: "dim",
              cell: ({ total }) => formatWait(total),
            },
          ]}
        />
      </Panel>
    </Section>
  );
}

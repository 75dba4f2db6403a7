import type { api, RowOf } from "../../api/client.ts";
import { Badge } from "../../components/badge.tsx";
import { Clip } from "../../components/clip.tsx";
import type { Column } from "../../components/column.ts";
import { TriangleAlert } from "../../components/icons.ts";
import { Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";

export type EventRow = RowOf<typeof api.events.get>;

export const columns = (): Column<EventRow>[] => [
  {
    id: "event",
    header: t("events.column.event"),
    grow: true,
    cell: ({ type }) => <bdi>{type}</bdi>,
    second: (row) => <bdi>{below(row)}</bdi>,
  },
  {
    id: "tenant",
    header: t("events.column.tenant"),
    tone: "dim",
    narrow: "hide",
    cell: ({ tenant }) => <bdi>{tenant}</bdi>,
  },
  {
    id: "fan_out",
    header: t("events.column.fan_out"),
    narrow: "line",
    cell: ({ deliveries: count }) =>
      count > 0 ? (
        t("events.deliveries", { count })
      ) : (
        <Badge kind="warn" icon={TriangleAlert} text={t("events.unmatched")} />
      ),
    second: ({ unmatched_reason: reason }) => (reason === null ? "" : <Clip text={reason} />),
  },
  {
    id: "created",
    header: t("events.column.created"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ created }) => <Time at={created} />,
  },
];

const below = ({ id, actor, test }: EventRow) =>
  [test ? t("event.test") : "", actor, id].filter(Boolean).join(" · ");

import type { api, RowOf } from "../../api/client.ts";
import type { Column } from "../../components/column.ts";
import { Code, Time } from "../../components/values.tsx";
import { t, word } from "../../texts/index.ts";

export type Entry = RowOf<(typeof api)["audit-log"]["get"]>;

export const columns = (): Column<Entry>[] => [
  {
    id: "action",
    header: t("audit.column.action"),
    grow: true,
    cell: ({ action }) => <Code>{action}</Code>,
    second: ({ target, tenant }) => (
      <bdi>{tenant === null || tenant === target ? target : `${target} · ${tenant}`}</bdi>
    ),
  },
  {
    id: "actor",
    header: t("audit.column.actor"),
    narrow: "labelled",
    cell: ({ actor }) => <bdi class="cut">{actor.name}</bdi>,
    second: ({ actor, address }) => [word("audit.kind", actor.kind), address].filter(Boolean).join(" · "),
  },
  {
    id: "at",
    header: t("audit.column.at"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ at }) => <Time at={at} />,
  },
];

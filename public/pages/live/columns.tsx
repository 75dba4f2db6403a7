import { boundTenant } from "../../app/session.ts";
import { headline, serverWords } from "../../components/attempt.ts";
import { OutcomeBadge } from "../../components/badge.tsx";
import { Clip } from "../../components/clip.tsx";
import type { Column } from "../../components/column.ts";
import { UrlText } from "../../components/url-text.tsx";
import { Duration, Time } from "../../components/values.tsx";
import { formatSecond } from "../../format/time.ts";
import { t } from "../../texts/index.ts";
import type { Finished } from "./follow.ts";

export const columns = (): Column<Finished>[] => [
  {
    id: "time",
    header: t("live.column.time"),
    tone: "dim",
    cell: ({ attempt: { started } }) => (
      <span class="num">
        <Time at={started} text={formatSecond(started)} />
      </span>
    ),
  },
  {
    id: "outcome",
    header: t("live.column.outcome"),
    cell: ({ attempt }) => <OutcomeBadge outcome={attempt.outcome} code={attempt.status_code} />,
  },
  {
    id: "event",
    header: t("live.column.event"),
    grow: true,
    cell: ({ event }) => <bdi>{event.type}</bdi>,
    second: (row) => <Clip text={below(row)} />,
  },
  {
    id: "webhook",
    header: t("live.column.webhook"),
    narrow: "line",
    cell: ({ webhook }) => (
      <span class="clip wide">
        <UrlText url={webhook.url} />
      </span>
    ),
    second: ({ attempt }) =>
      attempt.outcome === "success" ? "" : <Clip text={serverWords(attempt) ?? headline(attempt)} />,
  },
  {
    id: "duration",
    header: t("live.column.duration"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ attempt }) => <Duration ms={attempt.duration_ms} />,
  },
];

const below = ({ tenant, event, attempt }: Finished) =>
  [
    boundTenant.value === null ? tenant : "",
    attempt.number > 1 ? t("live.number", { count: attempt.number }) : "",
    event.id,
  ]
    .filter(Boolean)
    .join(" · ");

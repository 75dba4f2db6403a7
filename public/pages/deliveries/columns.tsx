import type { api, RowOf } from "../../api/client.ts";
import { boundTenant } from "../../app/session.ts";
import { headline } from "../../components/attempt.ts";
import { StatusBadge } from "../../components/badge.tsx";
import { Clip } from "../../components/clip.tsx";
import type { Column } from "../../components/column.ts";
import { UrlText } from "../../components/url-text.tsx";
import { Num, Time } from "../../components/values.tsx";
import { formatRelative } from "../../format/time.ts";
import { t } from "../../texts/index.ts";
import { shownStatus } from "./status.ts";

export type DeliveryRow = RowOf<typeof api.deliveries.get>;

export const columns = (): Column<DeliveryRow>[] => [
  {
    id: "status",
    header: t("deliveries.column.status"),
    cell: (row) => <StatusBadge status={shownStatus(row)} />,
  },
  {
    id: "event",
    header: t("deliveries.column.event"),
    grow: true,
    cell: ({ event }) => <bdi title={event.type}>{event.type}</bdi>,
    second: (row) => <bdi>{below(row)}</bdi>,
  },
  {
    id: "webhook",
    header: t("deliveries.column.webhook"),
    narrow: "line",
    tone: "dim",
    cell: ({ webhook }) => (
      <span class="clip">
        <UrlText url={webhook.url} />
      </span>
    ),
  },
  {
    id: "last",
    header: t("deliveries.column.last"),
    narrow: "line",
    cell: ({ last_attempt: last }) =>
      last === null ? <span class="faint">{t("deliveries.waiting")}</span> : <Clip text={headline(last)} />,
    second: next,
  },
  {
    id: "attempts",
    header: t("deliveries.column.attempts"),
    align: "end",
    narrow: "hide",
    cell: ({ attempt_count: count }) => <Num value={count} />,
  },
  {
    id: "created",
    header: t("deliveries.column.created"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ created }) => <Time at={created} />,
  },
];

/** On the portal the tenant goes without saying; the event's id is what is left to tell rows apart. */
const below = ({ tenant, event, test }: DeliveryRow) =>
  [boundTenant.value ?? tenant, test && t("delivery.test")]
    .filter((part) => part && part !== boundTenant.value)
    .join(" · ") || event.id;

const next = ({ status, next_attempt: at }: DeliveryRow) =>
  status === "pending" && at !== null ? t("deliveries.next", { when: formatRelative(at) }) : "";

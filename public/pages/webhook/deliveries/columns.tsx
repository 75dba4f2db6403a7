import { StatusBadge } from "../../../components/badge.tsx";
import type { Column } from "../../../components/column.ts";
import { Duration, Time } from "../../../components/values.tsx";
import { formatNumber } from "../../../format/number.ts";
import { t, word } from "../../../texts/index.ts";
import { shownStatus } from "../../deliveries/status.ts";
import type { Delivery } from "../types.ts";

/** `attempts` is how many the profile makes at most, once it is known. */
export const columns = (attempts: number | null): Column<Delivery>[] => [
  {
    id: "status",
    header: t("webhook.column.status"),
    cell: (row) => <StatusBadge status={shownStatus(row)} />,
  },
  {
    id: "type",
    header: t("webhook.column.type"),
    grow: true,
    cell: ({ event, test }) => (
      <>
        <bdi>{event.type}</bdi> {test && <span class="tag">{t("webhook.test_tag")}</span>}
      </>
    ),
  },
  {
    id: "event",
    header: t("webhook.column.event"),
    tone: "faint",
    narrow: "hide",
    cell: ({ event }) => (
      <code dir="ltr" class="event-id" title={event.id}>
        {event.id}
      </code>
    ),
  },
  { id: "answer", header: t("webhook.column.answer"), align: "end", cell: answer },
  {
    id: "took",
    header: t("webhook.column.took"),
    align: "end",
    tone: "dim",
    narrow: "hide",
    cell: ({ last_attempt: last }) => last && <Duration ms={last.duration_ms} />,
  },
  {
    id: "attempts",
    header: t("webhook.column.attempts"),
    align: "end",
    tone: "dim",
    narrow: "hide",
    cell: (row) => made(row, attempts),
  },
  {
    id: "when",
    header: t("webhook.column.when"),
    align: "end",
    tone: "faint",
    cell: ({ last_attempt: last, created }) => <Time at={last?.started ?? created} />,
  },
];

/** The status that came back, or in a word why none did. */
function answer({ last_attempt: last }: Delivery) {
  if (last === null) return "";
  const { status_code: code, outcome, error } = last;
  return code === null ? (
    <span title={error ?? undefined}>{word("webhook.outcome", outcome)}</span>
  ) : (
    <code>{code}</code>
  );
}

/** Of how many, where that is still or was to be seen. */
function made({ status, attempt_count: count }: Delivery, attempts: number | null): string {
  const isOf = attempts !== null && (status === "pending" || status === "failed") && count <= attempts;
  return isOf ? t("webhook.attempts_of", { count, total: attempts }) : formatNumber(count);
}

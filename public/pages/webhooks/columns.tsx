import type { api, RowOf } from "../../api/client.ts";
import { boundTenant } from "../../app/session.ts";
import { HealthBadge } from "../../components/badge.tsx";
import type { Column } from "../../components/column.ts";
import { Sparkline, type SparkPoint } from "../../components/sparkline.tsx";
import { UrlText } from "../../components/url-text.tsx";
import { Code, Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";

export type Webhook = RowOf<typeof api.webhooks.get>;

/** The list's columns; `series` has each webhook's last day. */
export const columns = (series: Map<string, readonly SparkPoint[]>): Column<Webhook>[] => [
  {
    id: "health",
    header: t("webhooks.column.health"),
    cell: ({ status, health }) => <HealthBadge status={status} state={health.state} />,
  },
  {
    id: "webhook",
    header: t("webhooks.column.webhook"),
    grow: true,
    cell: ({ url }) => <UrlText url={url} />,
    second: (row) => <bdi>{below(row)}</bdi>,
  },
  {
    id: "events",
    header: t("webhooks.column.events"),
    narrow: "hide",
    cell: ({ event_types: types }) => <Types types={types} />,
    second: ({ channels }) =>
      channels === null ? t("webhooks.all_channels") : t("webhooks.channels", { count: channels.length }),
  },
  {
    id: "last_day",
    header: t("webhooks.column.last_day"),
    narrow: "hide",
    cell: ({ id }) => <Sparkline points={series.get(id) ?? []} />,
  },
  {
    id: "last",
    header: t("webhooks.column.last"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ health }) => last(health),
  },
];

/** On the portal the tenant goes without saying. */
const below = ({ tenant, description }: Webhook) =>
  [boundTenant.value === null ? tenant : "", description].filter(Boolean).join(" · ");

function Types({ types: [first = "", ...more] }: { types: readonly string[] }) {
  return (
    <>
      <Code>{first}</Code> {more.length > 0 && t("webhooks.more_types", { count: more.length })}
    </>
  );
}

/** The newer of the last success and the last failure. */
function last({ last_success: success, last_failure: failure }: Webhook["health"]) {
  const newest = [success, failure]
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return newest === undefined ? t("time.never") : <Time at={newest} />;
}

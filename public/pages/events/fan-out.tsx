import { Badge, StatusBadge } from "../../components/badge.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { Clip } from "../../components/clip.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { CircleDashed } from "../../components/icons.ts";
import { Link } from "../../components/link.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { UrlText } from "../../components/url-text.tsx";
import { t } from "../../texts/index.ts";
import { shownStatus } from "../deliveries/status.ts";
import type { Event } from "./read-event.ts";

type Row = Event["webhooks"][number];

/** Every webhook of the event's tenant: how its delivery is, or why it did not get it. Those that got it come first. */
export function FanOut({ event }: { event: Event }) {
  const { webhooks } = event;
  const got = webhooks.filter(({ matched }) => matched);
  const told = t("event.fan_out.got", { count: got.length, total: webhooks.length });
  return (
    <Section title={t("event.fan_out")} action={webhooks.length > 0 && <span class="dim">{told}</span>}>
      <Panel>
        <Table
          label={t("event.fan_out")}
          rows={[...got, ...webhooks.filter(({ matched }) => !matched)]}
          rowKey={({ webhook }) => webhook.id}
          href={whereTo}
          empty={<None />}
          columns={[
            {
              id: "webhook",
              header: t("event.column.webhook"),
              grow: true,
              cell: ({ webhook }) => <UrlText url={webhook.url} />,
              second: ({ webhook }) => <bdi>{webhook.id}</bdi>,
            },
            {
              id: "result",
              header: t("event.column.result"),
              narrow: "line",
              cell: result,
              second: ({ reason }) => (reason === null ? "" : <Clip text={reason} />),
            },
          ]}
        />
      </Panel>
    </Section>
  );
}

const None = () => (
  <EmptyState
    title={t("event.fan_out.none")}
    action={<ButtonLink to="/webhooks/new">{t("event.fan_out.register")}</ButtonLink>}
  >
    {t("event.fan_out.none_text")}
  </EmptyState>
);

/** To the newest delivery, or to the webhook whose settings are the reason. */
const whereTo = ({ webhook, deliveries }: Row) => {
  const newest = deliveries.at(-1);
  return newest ? `/deliveries/${newest.id}` : `/webhooks/${webhook.id}`;
};

function result({ deliveries }: Row) {
  if (deliveries.length === 0) return <Badge kind="idle" icon={CircleDashed} text={t("event.not_sent")} />;
  return (
    <span class="result">
      {[...deliveries].reverse().map((delivery) => (
        <Link key={delivery.id} to={`/deliveries/${delivery.id}`}>
          <StatusBadge status={shownStatus(delivery)} />
        </Link>
      ))}
    </span>
  );
}

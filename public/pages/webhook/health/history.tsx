import { api, type RowOf } from "../../../api/client.ts";
import { useList } from "../../../api/list.ts";
import { Badge, type Kind } from "../../../components/badge.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Ban, Check, type Icon, Info, TriangleAlert, X } from "../../../components/icons.ts";
import { Link } from "../../../components/link.tsx";
import { ListTable } from "../../../components/list-table.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { Time } from "../../../components/values.tsx";
import { t, word } from "../../../texts/index.ts";
import { sentence } from "../../notifications/sentence.ts";

type Notification = RowOf<typeof api.notifications.get>;

/** What operators, and the tenant, were told of this webhook, newest first. */
export function History({ id }: { id: string }) {
  const list = useList(
    (cursor) => api.notifications.get({ query: { webhook: id, ...(cursor && { cursor }) } }),
    [id],
  );
  return (
    <Section title={t("webhook.history")}>
      <Panel>
        <ListTable
          label={t("webhook.history")}
          list={list}
          rowKey={(row) => row.id}
          empty={
            <EmptyState title={t("webhook.history.empty")}>{t("webhook.history.empty_text")}</EmptyState>
          }
          columns={[
            { id: "kind", header: t("webhook.history.what"), cell: kindOf },
            {
              id: "message",
              header: t("webhook.history.message"),
              grow: true,
              narrow: "line",
              cell: message,
            },
            {
              id: "when",
              header: t("webhook.column.when"),
              align: "end",
              tone: "faint",
              cell: ({ created }) => <Time at={created} />,
            },
          ]}
        />
      </Panel>
    </Section>
  );
}

/** Whole, for it is a sentence; that of a delivery leads to it. */
function message(row: Notification) {
  const { delivery } = row;
  const told = <bdi title={row.message}>{sentence(row)}</bdi>;
  return (
    <div class="message">{delivery === null ? told : <Link to={`/deliveries/${delivery}`}>{told}</Link>}</div>
  );
}

const looks: Record<string, [Kind, Icon]> = {
  "webhook.created": ["idle", Info],
  "webhook.updated": ["idle", Info],
  "webhook.deleted": ["idle", Ban],
  "webhook.failing": ["warn", TriangleAlert],
  "webhook.disabled": ["bad", Ban],
  "webhook.recovered": ["ok", Check],
  "webhook.verification_failed": ["bad", X],
  "delivery.exhausted": ["bad", X],
};

function kindOf({ kind }: Notification) {
  const [look, icon] = looks[kind] ?? ["idle" as const, Info];
  return <Badge kind={look} icon={icon} text={word("webhook.happening", kind)} />;
}

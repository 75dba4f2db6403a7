import type { api, RowOf } from "../../api/client.ts";
import { isPortal } from "../../app/mode.ts";
import { Badge, type Kind as Colour } from "../../components/badge.tsx";
import type { Column } from "../../components/column.ts";
import {
  Ban,
  Check,
  type Icon,
  Plus,
  RotateCw,
  ShieldQuestionMark,
  Trash2,
  TriangleAlert,
  X,
} from "../../components/icons.ts";
import { Time } from "../../components/values.tsx";
import { t, word } from "../../texts/index.ts";
import type { Kind } from "./kinds.ts";
import { sentence } from "./sentence.ts";

type Notification = RowOf<typeof api.notifications.get>;

const looks: Record<Kind, [Colour, Icon]> = {
  "delivery.exhausted": ["bad", X],
  "webhook.failing": ["bad", X],
  "webhook.disabled": ["bad", Ban],
  "webhook.recovered": ["ok", Check],
  "webhook.verification_failed": ["warn", ShieldQuestionMark],
  "tenant.event_types_full": ["warn", TriangleAlert],
  "webhook.created": ["idle", Plus],
  "webhook.updated": ["idle", RotateCw],
  "webhook.deleted": ["idle", Trash2],
};

/** On the portal the tenant goes without saying, and whom the operator mails is not told. */
export const columns = (): Column<Notification>[] =>
  isPortal ? all().filter(({ id }) => id !== "mailed") : all();

const all = (): Column<Notification>[] => [
  { id: "kind", header: t("notifications.column.kind"), cell: ({ kind }) => <KindBadge kind={kind} /> },
  {
    id: "message",
    header: t("notifications.column.message"),
    grow: true,
    narrow: "line",
    cell: (row) => (
      <bdi class="wrapped" title={row.message}>
        {sentence(row)}
      </bdi>
    ),
    ...(!isPortal && { second: ({ tenant }: Notification) => <bdi>{tenant}</bdi> }),
  },
  {
    id: "mailed",
    header: t("notifications.column.mailed"),
    tone: "dim",
    narrow: "labelled",
    cell: ({ mailed }) => (mailed === null ? t("notifications.not_mailed") : <Time at={mailed} />),
  },
  {
    id: "when",
    header: t("notifications.column.when"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ created }) => <Time at={created} />,
  },
];

function KindBadge({ kind }: { kind: string }) {
  const [colour, icon] = looks[kind as Kind] ?? ["idle", TriangleAlert];
  return <Badge kind={colour} icon={icon} text={word("notifications.kind", kind)} />;
}

/** The delivery that it is about, else the webhook. */
export function whereTo({ delivery, webhook, tenant }: Notification): string {
  if (delivery !== null) return `/deliveries/${delivery}`;
  if (webhook !== null) return `/webhooks/${webhook.id}`;
  return isPortal ? "/webhooks" : `/webhooks?tenant=${tenant}`;
}

import type { api, RowOf } from "../../api/client.ts";
import { Badge } from "../../components/badge.tsx";
import { IconButton } from "../../components/button.tsx";
import { Clip } from "../../components/clip.tsx";
import type { Column } from "../../components/column.ts";
import { Ban, Trash2 } from "../../components/icons.ts";
import { Code, Time } from "../../components/values.tsx";
import { now } from "../../format/time.ts";
import { t } from "../../texts/index.ts";

export type ApiKey = RowOf<(typeof api)["api-keys"]["get"]>;

/** `onDelete` is null for those who may not. */
export const columns = (onDelete: ((key: ApiKey) => void) | null): Column<ApiKey>[] => [
  {
    id: "name",
    header: t("api_keys.column.name"),
    grow: true,
    cell: ({ name }) => <bdi>{name}</bdi>,
    second: ({ prefix }) => <Code>{`${prefix}…`}</Code>,
  },
  {
    id: "scopes",
    header: t("api_keys.column.scopes"),
    narrow: "line",
    cell: ({ scopes }) => <Code>{few(scopes)}</Code>,
    second: bounds,
  },
  {
    id: "expires",
    header: t("api_keys.column.expires"),
    narrow: "labelled",
    tone: "dim",
    cell: expiry,
  },
  {
    id: "used",
    header: t("api_keys.column.used"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ last_used: at }) => (at === null ? t("time.never") : <Time at={at} />),
  },
  ...(onDelete === null ? [] : [deletion(onDelete)]),
];

const deletion = (onDelete: (key: ApiKey) => void): Column<ApiKey> => ({
  id: "delete",
  header: t("table.acts"),
  isHeaderHidden: true,
  align: "end",
  cell: (key) => (
    <IconButton
      label={t("api_keys.delete", { name: key.name })}
      icon={Trash2}
      onClick={() => onDelete(key)}
    />
  ),
});

const SHOWN = 2;

const few = (names: readonly string[]) =>
  names.length <= SHOWN + 1
    ? names.join(", ")
    : t("api_keys.more", { first: names.slice(0, SHOWN).join(", "), count: names.length - SHOWN });

/** What the key is bound to. */
function bounds({ tenant, event_types: types, app_user: user }: ApiKey) {
  const parts = [
    ...(tenant === null ? [] : [t("api_keys.bound.tenant", { tenant })]),
    ...(types === null ? [] : [few(types)]),
    ...(user === null ? [] : [t("api_keys.bound.user", { user })]),
  ];
  return <Clip text={parts.join(" · ") || t("api_keys.unbound")} />;
}

function expiry({ expires }: ApiKey) {
  if (expires === null) return t("time.never");
  const isOver = Date.parse(expires) <= now.value;
  return isOver ? <Badge kind="bad" icon={Ban} text={t("api_keys.expired")} /> : <Time at={expires} />;
}

import type { api, RowOf } from "../../api/client.ts";
import { session } from "../../app/session.ts";
import { Badge } from "../../components/badge.tsx";
import { Button, IconButton } from "../../components/button.tsx";
import type { Column } from "../../components/column.ts";
import { Trash2, UserRound } from "../../components/icons.ts";
import { Time } from "../../components/values.tsx";
import { t, word } from "../../texts/index.ts";

export type User = RowOf<typeof api.users.get>;

export const columns = (ask: (act: "edit" | "delete", user: User) => void): Column<User>[] => [
  {
    id: "user",
    header: t("users.column.user"),
    grow: true,
    cell: ({ name }) => <bdi>{name}</bdi>,
    second: ({ email }) => <bdi>{email}</bdi>,
  },
  {
    id: "role",
    header: t("users.column.role"),
    cell: ({ id, role }) => (
      <>
        {word("role", role)} {isSelf(id) && <Badge kind="idle" icon={UserRound} text={t("users.you")} />}
      </>
    ),
  },
  {
    id: "last",
    header: t("users.column.last"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ last_sign_in: at }) => (at === null ? t("time.never") : <Time at={at} />),
  },
  {
    id: "acts",
    header: t("table.acts"),
    isHeaderHidden: true,
    align: "end",
    cell: (user) => (
      <span class="row-acts">
        <Button quiet onClick={() => ask("edit", user)}>
          {t("users.change")}
        </Button>
        <IconButton
          label={t("users.delete", { email: user.email })}
          icon={Trash2}
          onClick={() => ask("delete", user)}
        />
      </span>
    ),
  },
];

/** Whether it is who has signed in here. */
export const isSelf = (id: string): boolean => session.value.state === "user" && session.value.user.id === id;

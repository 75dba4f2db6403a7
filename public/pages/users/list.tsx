import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { Page } from "../../app/page.tsx";
import { isOwner } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListTable } from "../../components/list-table.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { AddUser } from "./add-user.tsx";
import { columns, type User } from "./columns.tsx";
import { DeleteUser } from "./delete-user.tsx";
import { EditUser } from "./edit-user.tsx";

type Asked = { act: "edit" | "delete"; user: User } | { act: "add" } | null;

/** Who signs in here, and what they may do. */
export default function Users() {
  if (!isOwner.value)
    return (
      <Page title={t("users.title")} sub={t("users.sub")}>
        <Notice kind="info">{t("users.owners_only")}</Notice>
      </Page>
    );
  return <OwnersView />;
}

function OwnersView() {
  const list = useList((cursor) => api.users.get({ query: { ...(cursor && { cursor }) } }), []);
  const [asked, ask] = useState<Asked>(null);
  const close = () => ask(null);
  const userFor = (act: "edit" | "delete") => (asked !== null && asked.act === act ? asked.user : null);
  const add = (
    <Button primary onClick={() => ask({ act: "add" })}>
      {t("users.add")}
    </Button>
  );
  return (
    <Page title={t("users.title")} sub={t("users.sub")} actions={add}>
      <Panel>
        <ListTable
          label={t("users.title")}
          list={list}
          columns={columns((act, user) => ask({ act, user }))}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("users.empty.title")}>{t("users.empty.text")}</EmptyState>}
        />
      </Panel>
      <AddUser isOpen={asked?.act === "add"} onClose={close} onDone={list.reload} />
      <EditUser key={userFor("edit")?.id} user={userFor("edit")} onClose={close} onDone={list.reload} />
      <DeleteUser user={userFor("delete")} onClose={close} onDone={list.reload} />
    </Page>
  );
}

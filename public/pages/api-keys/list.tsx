import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { useList } from "../../api/list.ts";
import { Page } from "../../app/page.tsx";
import { isOwner, mayChange } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListTable } from "../../components/list-table.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel } from "../../components/section.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { type ApiKey, columns } from "./columns.tsx";

/** Who may call the API, and what they may do there. */
export default function ApiKeys() {
  if (!mayChange.value)
    return (
      <Page title={t("api_keys.title")} sub={t("api_keys.sub")}>
        <Notice kind="info">{t("api_keys.not_viewers")}</Notice>
      </Page>
    );
  return <Keys />;
}

function Keys() {
  const list = useList((cursor) => api["api-keys"].get({ query: { ...(cursor && { cursor }) } }), []);
  const [asked, ask] = useState<ApiKey | null>(null);
  const create = isOwner.value && (
    <ButtonLink to="/api-keys/new" primary>
      {t("api_keys.new")}
    </ButtonLink>
  );
  return (
    <Page title={t("api_keys.title")} sub={t("api_keys.sub")} actions={create}>
      <Panel>
        <ListTable
          label={t("api_keys.title")}
          list={list}
          columns={columns(isOwner.value ? ask : null)}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title={t("api_keys.empty.title")} action={create}>
              {t("api_keys.empty.text")}
            </EmptyState>
          }
        />
      </Panel>
      <DeleteKey apiKey={asked} onClose={() => ask(null)} onDeleted={list.reload} />
    </Page>
  );
}

type DeleteKeyProps = { apiKey: ApiKey | null; onClose(): void; onDeleted(): void };

function DeleteKey({ apiKey, onClose, onDeleted }: DeleteKeyProps) {
  const { id = "", name = "", prefix = "" } = apiKey ?? {};
  const action = useAction(
    () => api["api-keys"]({ id }).delete(),
    () => {
      toast({ kind: "ok", text: t("api_keys.deleted", { name }) });
      onDeleted();
    },
  );
  return (
    <ConfirmDialog
      title={t("api_keys.delete.title", { name })}
      confirm={t("api_keys.delete.confirm")}
      isOpen={apiKey !== null}
      {...{ action, onClose }}
    >
      <p>{t("api_keys.delete.text", { prefix })}</p>
    </ConfirmDialog>
  );
}

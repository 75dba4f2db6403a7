import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { isSelf, type User } from "./columns.tsx";

/** Asks before an account goes. */
export function DeleteUser({
  user,
  onClose,
  onDone,
}: {
  user: User | null;
  onClose(): void;
  onDone(): void;
}) {
  const { id = "", email = "" } = user ?? {};
  const action = useAction(
    () => api.users({ id }).delete(),
    () => {
      toast({ kind: "ok", text: t("users.deleted", { email }) });
      onDone();
    },
  );
  return (
    <ConfirmDialog
      title={t("users.delete.title", { email })}
      confirm={t("users.delete.confirm")}
      isOpen={user !== null}
      {...{ action, onClose }}
    >
      <p>{t(isSelf(id) ? "users.delete.own" : "users.delete.text")}</p>
    </ConfirmDialog>
  );
}

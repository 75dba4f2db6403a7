import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { navigate } from "../../app/location.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import type { ShownProfile } from "./types.ts";
import { usedByWords } from "./words.ts";

/** Deletes a profile; one that is in use cannot be, and says by whom it is. */
export function DeleteProfile({ profile }: { profile: ShownProfile }) {
  const [isOpen, open] = useState(false);
  const { name, title, used_by: used } = profile;
  const isUsed = used.webhooks + used.tenants > 0;
  const action = useAction(
    () => api.profiles({ name }).delete(),
    () => {
      toast({ kind: "ok", text: t("profiles.deleted", { title }) });
      navigate("/profiles", { replace: true });
    },
  );
  const close = () => open(false);
  return (
    <>
      <Button danger onClick={() => open(true)}>
        {t("profiles.delete")}
      </Button>
      <Dialog
        title={t("profiles.in_use", { title })}
        isOpen={isOpen && isUsed}
        onClose={close}
        actions={<Button onClick={close}>{t("action.close")}</Button>}
      >
        <p>{t("profiles.in_use.text", { users: usedByWords(profile) })}</p>
      </Dialog>
      <ConfirmDialog
        title={t("profiles.delete.title", { title })}
        confirm={t("profiles.delete.confirm")}
        isOpen={isOpen && !isUsed}
        onClose={close}
        action={action}
      >
        <p>{t("profiles.delete.text")}</p>
      </ConfirmDialog>
    </>
  );
}

import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { navigate } from "../../app/location.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";

/** Takes one type out of the catalogue. */
export function DeleteEventType({ name }: { name: string }) {
  const [isOpen, open] = useState(false);
  const action = useAction(
    () => api["event-types"]({ name }).delete(),
    () => {
      toast({ kind: "ok", text: t("event_types.deleted", { name }) });
      navigate("/event-types", { replace: true });
    },
  );
  return (
    <>
      <Button danger onClick={() => open(true)}>
        {t("event_types.delete")}
      </Button>
      <ConfirmDialog
        title={t("event_types.delete.title", { name })}
        confirm={t("event_types.delete.confirm")}
        {...{ action, isOpen }}
        onClose={() => open(false)}
      >
        <p>{t("event_types.delete.text")}</p>
      </ConfirmDialog>
    </>
  );
}

import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import type { Event } from "./read-event.ts";

/** Sends an event once more to whoever matches it now. */
export function Replay({ event, onReplay }: { event: Event; onReplay(): void }) {
  const [isOpen, setOpen] = useState(false);
  const { id, tenant, type } = event;
  const replay = useAction(
    () => api.events({ id }).replay.post({}, { query: { tenant } }),
    ({ deliveries, unmatched_reason: reason }) => {
      const made = deliveries.length;
      if (made > 0) toast({ kind: "ok", text: t("event.replayed", { count: made }) });
      else toast({ kind: "bad", text: t("event.replayed.none"), words: reason });
      onReplay();
    },
  );
  const last = event.webhooks.filter(({ matched }) => matched).length;
  return (
    <>
      <Button primary onClick={() => setOpen(true)}>
        {t("event.replay")}
      </Button>
      <ConfirmDialog
        title={t("event.replay.title")}
        confirm={t("event.replay.do")}
        harmless
        action={replay}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <p>
          {last === 0 ? t("event.replay.first", { type }) : t("event.replay.text", { type, count: last })}
        </p>
      </ConfirmDialog>
    </>
  );
}

import { useEffect, useState } from "preact/hooks";
import { type Action, useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { navigate } from "../../app/location.ts";
import { mayChange } from "../../app/session.ts";
import type { Attempt, Delivery } from "../../components/attempt.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { toast } from "../../components/toast.tsx";
import { shortUrl } from "../../components/url-text.tsx";
import { t } from "../../texts/index.ts";
import { curlOf } from "./curl.ts";

type ActionsProps = {
  delivery: Delivery;
  /** Whose request is copied. */
  attempt: Attempt | undefined;
  /** What the server answered; `isAsked` when one more attempt is to come. */
  onChange(delivery: Delivery, isAsked: boolean): void;
  /** One more attempt; its problem is shown by the page. */
  retry: Action<[]>;
};

/** What can be done with a delivery; `r` retries it. */
export function Actions({ delivery, attempt, onChange, retry }: ActionsProps) {
  useRetryKey(() => mayChange.value && void retry.run());
  return (
    <>
      {attempt && attempt.request.headers.length > 0 && (
        <CopyButton label={t("delivery.curl")} text={() => curlOf(attempt, t("curl.masked"))} />
      )}
      {mayChange.value && !delivery.test && <Replay delivery={delivery} />}
      {mayChange.value && delivery.status === "pending" && <Cancel delivery={delivery} onChange={onChange} />}
      {mayChange.value && delivery.cancel_reason !== "webhook_deleted" && (
        <Button
          primary={delivery.status !== "succeeded"}
          onClick={() => void retry.run()}
          isPending={retry.isPending}
        >
          {t("delivery.retry")}
        </Button>
      )}
    </>
  );
}

/** Where nobody types and no row has the key for itself. */
function useRetryKey(retry: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "r" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
        return;
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement &&
        (target.matches("input, select, textarea") || target.shadowRoot !== null);
      if (!isTyping && !document.querySelector("dialog[open]")) retry();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });
}

function Cancel({ delivery, onChange }: Pick<ActionsProps, "delivery" | "onChange">) {
  const [isOpen, setOpen] = useState(false);
  const { id, event, webhook, attempt_count: count } = delivery;
  const cancel = useAction(
    () => api.deliveries({ id }).cancel.post(),
    (changed) => {
      onChange(changed, false);
      toast({ kind: "ok", text: t("delivery.cancelled") });
    },
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("delivery.cancel")}</Button>
      <ConfirmDialog
        title={t("delivery.cancel.title")}
        confirm={t("delivery.cancel")}
        keep={t("delivery.cancel.keep")}
        action={cancel}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <p>{t("delivery.cancel.text", { type: event.type, url: shortUrl(webhook.url), count })}</p>
      </ConfirmDialog>
    </>
  );
}

function Replay({ delivery: { event, webhook, tenant } }: Pick<ActionsProps, "delivery">) {
  const [isOpen, setOpen] = useState(false);
  const replay = useAction(
    () => api.events({ id: event.id }).replay.post({ webhook: webhook.id }, { query: { tenant } }),
    ({ deliveries: [made] }) => {
      toast({ kind: "ok", text: t("delivery.replayed") });
      if (made) navigate(`/deliveries/${made.id}`);
    },
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("delivery.replay")}</Button>
      <ConfirmDialog
        title={t("delivery.replay.title")}
        confirm={t("delivery.replay.do")}
        harmless
        action={replay}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <p>{t("delivery.replay.text", { type: event.type, url: shortUrl(webhook.url) })}</p>
      </ConfirmDialog>
    </>
  );
}

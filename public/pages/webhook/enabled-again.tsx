import { useState } from "preact/hooks";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { formatExact } from "../../format/time.ts";
import { t } from "../../texts/index.ts";
import { RecoverDialog } from "./bulk/recover-dialog.tsx";
import type { Part } from "./part.ts";

/** Offers what was not sent while the webhook was disabled; from the first success on its health does not tell any more since when. */
export function EnabledAgain({ webhook, missed, noteMissed, onJob }: Part) {
  const [isOpen, open] = useState(false);
  if (missed === null) return null;
  const started = (id: string) => {
    onJob(id);
    noteMissed(null);
  };
  return (
    <>
      <Notice
        kind="info"
        title={t("webhook.banner.enabled")}
        action={<Button onClick={() => open(true)}>{t("webhook.recover")}</Button>}
      >
        {t("webhook.banner.enabled_text", { time: formatExact(missed) })}
      </Notice>
      <RecoverDialog {...{ webhook, isOpen }} since={missed} onClose={() => open(false)} onJob={started} />
    </>
  );
}

import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { Button, ButtonLink } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { hasMissed, missedSince } from "./bulk/missed-since.ts";
import { RecoverDialog } from "./bulk/recover-dialog.tsx";
import { patchWebhook } from "./changes.ts";
import type { Part } from "./part.ts";

/** What is done most with a webhook. Enabling and verifying stand in the banner that says why nothing is sent. */
export function Actions({ webhook, set, missed, onJob }: Part) {
  const [isOpen, open] = useState(false);
  const { id, status } = webhook;
  const change = useAction(
    (next: "active" | "paused") => patchWebhook(id, { status: next }),
    (changed) => {
      set(changed);
      toast({ kind: "ok", text: t(changed.status === "paused" ? "webhook.paused" : "webhook.resumed") });
    },
  );
  const mayGet = status === "active" || status === "paused";
  return (
    <>
      {status !== "unverified" && (
        <ButtonLink to={`/webhooks/${id}/test`}>{t("webhook.send_test")}</ButtonLink>
      )}
      {mayGet && (
        <Button
          onClick={() => void change.run(status === "paused" ? "active" : "paused")}
          isPending={change.isPending}
        >
          {t(status === "paused" ? "webhook.resume" : "webhook.pause")}
        </Button>
      )}
      {mayGet && (
        <Button primary={missed !== null || hasMissed(webhook)} onClick={() => open(true)}>
          {t("webhook.recover")}
        </Button>
      )}
      <ProblemNotice problem={change.problem} />
      <RecoverDialog
        {...{ webhook, isOpen, onJob }}
        since={missed ?? missedSince(webhook)}
        onClose={() => open(false)}
      />
    </>
  );
}

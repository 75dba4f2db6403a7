import { useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { type Resource, useResource } from "../../../api/resource.ts";
import { navigate } from "../../../app/location.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { toast } from "../../../components/toast.tsx";
import { shortUrl, UrlText } from "../../../components/url-text.tsx";
import { t } from "../../../texts/index.ts";
import type { Webhook, WebhookStats } from "../types.ts";

/** Deletes the webhook, once somebody has seen what is cancelled with it. */
export function Delete({ webhook: { id, url } }: { webhook: Webhook }) {
  const [isOpen, open] = useState(false);
  const remove = useAction(
    () => api.webhooks({ id }).delete(),
    () => {
      toast({ kind: "ok", text: t("webhook.deleted", { url: shortUrl(url) }) });
      navigate("/webhooks");
    },
  );
  const stats = useResource(() => api.webhooks({ id }).stats.get({ query: {} }), [id], { isOff: !isOpen });
  return (
    <div class="section-gap">
      <Section title={t("webhook.delete.title")}>
        <Panel padded>
          <div class="try-line">
            <p class="dim">{t("webhook.delete.text")}</p>
            <Button danger onClick={() => open(true)}>
              {t("webhook.delete.open")}
            </Button>
          </div>
        </Panel>
        <ConfirmDialog
          title={t("webhook.delete.confirm")}
          confirm={t("webhook.delete.do")}
          action={remove}
          isReady={stats.data !== undefined}
          isOpen={isOpen}
          onClose={() => open(false)}
        >
          <p>
            <UrlText url={url} />
          </p>
          <Cancelled stats={stats} />
        </ConfirmDialog>
      </Section>
    </div>
  );
}

function Cancelled({ stats: { data, problem, reload } }: { stats: Resource<WebhookStats> }) {
  if (problem) return <ProblemNotice problem={problem} onRetry={reload} />;
  if (!data) return <p role="status">{t("webhook.delete.counting")}</p>;
  const { pending } = data.queue;
  return <p>{pending === 0 ? t("webhook.delete.none") : t("webhook.delete.count", { count: pending })}</p>;
}

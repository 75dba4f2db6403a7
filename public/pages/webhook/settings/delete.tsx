import { useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { navigate } from "../../../app/location.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { toast } from "../../../components/toast.tsx";
import { shortUrl, UrlText } from "../../../components/url-text.tsx";
import { t } from "../../../texts/index.ts";
import type { Webhook } from "../types.ts";

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
          isOpen={isOpen}
          onClose={() => open(false)}
        >
          <p>
            <UrlText url={url} />
          </p>
          {isOpen && <Cancelled id={id} />}
        </ConfirmDialog>
      </Section>
    </div>
  );
}

function Cancelled({ id }: { id: string }) {
  const { data } = useResource(() => api.webhooks({ id }).stats.get({ query: {} }), [id]);
  if (!data) return <p>{t("webhook.delete.counting")}</p>;
  const { pending } = data.queue;
  return <p>{pending === 0 ? t("webhook.delete.none") : t("webhook.delete.count", { count: pending })}</p>;
}

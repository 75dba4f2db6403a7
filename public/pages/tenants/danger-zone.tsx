import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { OPERATOR_TENANT } from "../../app/operator-tenant.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";

/** Posthorn's own, and whoever names no tenant: the server refuses to delete these. */
const PERMANENT = ["default", OPERATOR_TENANT];

/** What ends something of a tenant's. */
export function DangerZone({ id, onDeleting }: { id: string; onDeleting(job: string): void }) {
  const [asked, ask] = useState<"revoke" | "delete" | null>(null);
  const close = () => ask(null);
  return (
    <Section title={t("tenants.danger")}>
      <Panel>
        <Row text={t("tenants.revoke.text")} button={t("tenants.revoke")} onClick={() => ask("revoke")} />
        {PERMANENT.includes(id) ? (
          <p class="act-row dim">{t("tenants.delete.permanent")}</p>
        ) : (
          <Row text={t("tenants.delete.text")} button={t("tenants.delete")} onClick={() => ask("delete")} />
        )}
      </Panel>
      <RevokeDialog id={id} isOpen={asked === "revoke"} onClose={close} />
      <DeleteDialog {...{ id, onDeleting }} isOpen={asked === "delete"} onClose={close} />
    </Section>
  );
}

function Row({ text, button, onClick }: { text: string; button: string; onClick(): void }) {
  return (
    <div class="act-row">
      <p>{text}</p>
      <Button danger onClick={onClick}>
        {button}
      </Button>
    </div>
  );
}

type DialogProps = { id: string; isOpen: boolean; onClose(): void };

function RevokeDialog({ id, isOpen, onClose }: DialogProps) {
  const action = useAction(
    () => api.tenants({ id })["portal-sessions"].delete(),
    () => toast({ kind: "ok", text: t("tenants.revoked") }),
  );
  return (
    <ConfirmDialog
      title={t("tenants.revoke.title")}
      confirm={t("tenants.revoke.confirm")}
      {...{ action, isOpen, onClose }}
    >
      <p>{t("tenants.revoke.what", { id })}</p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ id, isOpen, onClose, onDeleting }: DialogProps & { onDeleting(job: string): void }) {
  const stats = useResource(() => api.stats.get({ query: { tenant: id } }), [id], { isOff: !isOpen });
  const action = useAction(
    () => api.tenants({ id }).delete(),
    (job) => onDeleting(job.id),
  );
  const { webhooks, queue } = stats.data ?? {};
  const pending = queue?.pending ?? 0;
  const count = Object.values(webhooks?.by_status ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <ConfirmDialog
      title={t("tenants.delete.title", { id })}
      confirm={t("tenants.delete.confirm")}
      typed={id}
      isReady={stats.data !== undefined}
      {...{ action, isOpen, onClose }}
    >
      <p>{t("tenants.delete.goes")}</p>
      <ul class="plain-list">
        {webhooks === undefined && <li>{t("tenants.delete.webhooks_unknown")}</li>}
        {count > 0 && <li>{t("tenants.delete.webhooks", { count })}</li>}
        {queue === undefined && <li>{t("tenants.delete.pending_unknown")}</li>}
        {pending > 0 && <li>{t("tenants.delete.pending", { count: pending })}</li>}
        <li>{t("tenants.delete.keys")}</li>
        <li>{t("tenants.delete.events")}</li>
      </ul>
      <p>{t("tenants.delete.for_ever")}</p>
      <ProblemNotice problem={stats.problem} onRetry={stats.reload} />
    </ConfirmDialog>
  );
}

import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { Delivery } from "../../components/attempt.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { type PlainKey, t } from "../../texts/index.ts";

const EVERY_MS = 10_000;

const held: Record<string, PlainKey> = {
  paused: "delivery.held.paused",
  unverified: "delivery.held.unverified",
  disabled: "delivery.held.disabled",
};

const over: Record<string, PlainKey> = {
  failed: "delivery.over.failed",
  operator: "delivery.over.cancelled.operator",
  webhook_disabled: "delivery.over.cancelled.webhook_disabled",
  webhook_deleted: "delivery.over.cancelled.webhook_deleted",
};

/** Why nothing more happens by itself, or not now, and what would change that; nothing where all is well. */
export function Situation({ delivery, isAsked }: { delivery: Delivery; isAsked: boolean }) {
  const { status, cancel_reason: reason, webhook } = delivery;
  const isOff = status === "succeeded" || reason === "webhook_deleted";
  const { data } = useResource(() => api.webhooks({ id: webhook.id }).get(), [webhook.id, status], {
    everyMs: EVERY_MS,
    isOff,
  });
  const hold = held[data?.status ?? ""];
  if (isAsked && hold === undefined) return <Notice kind="info">{t("delivery.asked")}</Notice>;
  if (hold !== undefined && status !== "succeeded")
    return (
      <Notice
        kind="warn"
        action={<ButtonLink to={`/webhooks/${webhook.id}`}>{t("delivery.open_webhook")}</ButtonLink>}
      >
        {t(hold)}
      </Notice>
    );
  const key = over[status === "cancelled" ? (reason ?? "") : status];
  return key === undefined ? null : <Notice kind="info">{t(key)}</Notice>;
}

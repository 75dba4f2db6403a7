import type { notifications as english } from "../en/notifications.ts";
import type { Table } from "../types.ts";

export const notifications: Table<typeof english> = {
  "notifications.title": "الإشعارات",
  "notifications.sub": "ما أُبلغ به المشغّلون والمستأجرون عن خطافات الويب",
  "notifications.recipients": "جهات تلقي التنبيهات",
  "notifications.kind": "ما حدث",
  "notifications.kind.any": "المتعثّرة والمتعافية",
  "notifications.kind.delivery.exhausted": "فشل",
  "notifications.kind.webhook.failing": "متعثّر",
  "notifications.kind.webhook.disabled": "عُطّل",
  "notifications.kind.webhook.recovered": "تعافى",
  "notifications.kind.webhook.verification_failed": "فشل التحقق",
  "notifications.kind.tenant.event_types_full": "أنواع أحداث كثيرة جدًا",
  "notifications.kind.webhook.created": "سُجّل",
  "notifications.kind.webhook.updated": "تغيّر",
  "notifications.kind.webhook.deleted": "حُذف",
  "notifications.column.kind": "النوع",
  "notifications.column.message": "الرسالة",
  "notifications.column.mailed": "أُرسل بالبريد",
  "notifications.column.when": "الوقت",
  "notifications.not_mailed": "لا",
  "notifications.empty.title": "لا إشعارات",
  "notifications.empty.text":
    "عندما يتعثّر خطاف ويب أو يُعطَّل أو يتعافى يُذكر ذلك هنا، ويُرسل بالبريد إلى جهات تلقي التنبيهات.",
};

import type { notifications as english } from "../en/notifications.ts";
import type { Table } from "../types.ts";

export const notifications: Table<typeof english> = {
  "notifications.title": "الإشعارات",
  "notifications.sub": "ما أُبلغ به المشغّلون والمستأجرون عن خطافات الويب",
  "notifications.recipients": "من يتلقى البريد",
  "notifications.tenant": "معرّف مستأجر",
  "notifications.webhook": "معرّف خطاف ويب",
  "notifications.kind": "ما حدث",
  "notifications.kind.any": "المشكلات ونهايتها",
  "notifications.kind.delivery.exhausted": "تخلّى عنه",
  "notifications.kind.webhook.failing": "متعطل",
  "notifications.kind.webhook.disabled": "معطّل",
  "notifications.kind.webhook.recovered": "تعافى",
  "notifications.kind.webhook.verification_failed": "لم يتحقق",
  "notifications.kind.webhook.created": "سُجّل",
  "notifications.kind.webhook.updated": "تغيّر",
  "notifications.kind.webhook.deleted": "حُذف",
  "notifications.column.kind": "ماذا",
  "notifications.column.message": "الرسالة",
  "notifications.column.mailed": "أُرسل بالبريد",
  "notifications.column.when": "متى",
  "notifications.not_mailed": "لا",
  "notifications.empty.title": "لا شيء يُقال",
  "notifications.empty.text":
    "عندما يتعطل خطاف ويب أو يُوقف أو يتعافى يُذكر ذلك هنا، ويُرسل بالبريد إلى من تسميهم الإعدادات.",
};

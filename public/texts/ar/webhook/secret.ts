import type { secret as english } from "../../en/webhook/secret.ts";
import type { Table } from "../../types.ts";

export const secret: Table<typeof english> = {
  "webhook.secret.title": "السر",
  "webhook.secret.value": "السر",
  "webhook.secret.text": "به يتحقق المستقبِل من التوقيعات. ويُسجَّل عرضه في سجل التدقيق.",
  "webhook.secret.show": "إظهار السر",
  "webhook.secret.hide": "إخفاء السر",
  "webhook.secret.once": "عُرض مرة واحدة، عند إنشائه.",
  "webhook.secret.once_text": "لا يسمح الملف التعريفي بعرضه ثانية. إن ضاع فبدّله وأعط المستقبِل السر الجديد.",
  "webhook.secret.public_key": "المفتاح العام",
  "webhook.secret.public_key_text": "يتحقق المستقبِلون من التوقيعات بالمفتاح العام. يبقى السر هنا.",
  "webhook.rotate.title": "التبديل",
  "webhook.rotate.text": "ينشئ سرًا جديدًا. يواصل القديم التوقيع إلى جانبه مدة، ليتحول المستقبِل بلا انقطاع.",
  "webhook.rotate.text_at_once":
    "ينشئ سرًا جديدًا. مع هذا الملف التعريفي ينتهي القديم فورًا: حوّل المستقبِل في الحال.",
  "webhook.rotate.open": "تبديل السر…",
  "webhook.rotate.confirm_title": "تبديل السر؟",
  "webhook.rotate.confirm_text": "يحمل كل طلب توقيعي السرين حتى تنتهي المهلة. بعدها يوقّع الجديد وحده.",
  "webhook.rotate.confirm_at_once":
    "يستخدم الطلب التالي السر الجديد. ويرفض المستقبِل ما يصل حتى يكون السر لديه؛ وما رُفض تعاد محاولته.",
  "webhook.rotate.do": "تبديل السر",
  "webhook.rotate.new": "السر الجديد",
  "webhook.rotate.grace": "يوقّع القديم مدة أخرى قدرها",
  "webhook.rotate.grace_hint": "مدة تكفي لتحويل المستقبِل؛ ولا مدة إن تسرّب القديم.",
  "webhook.rotate.no_grace": "بلا مدة: ينتهي الآن",
  "webhook.rotate.done": "هذا هو السر الجديد.",
  "webhook.rotate.left": "يوقّع القديم مدة {span} أخرى.",
  "webhook.rotate.ended": "القديم لا يوقّع بعد الآن.",
};

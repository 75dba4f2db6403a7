import type { test as english } from "../../en/webhook/test.ts";
import type { Table } from "../../types.ts";

export const test: Table<typeof english> = {
  "webhook.test.type": "نوع الحدث",
  "webhook.test.data": "البيانات",
  "webhook.test.hint": "يُرسل الآن كحدث حقيقي: الترويسات نفسها والتوقيع نفسه. ولا يُحتسب في السلامة.",
  "webhook.test.send": "إرسال حدث تجريبي",
  "webhook.test.sending": "جارٍ الإرسال…",
  "webhook.test.took": "استغرق",
  "webhook.test.unverified": "على المستقبِل أن يثبت نفسه قبل أن يُرسل إليه شيء، ولو اختبارًا.",
};

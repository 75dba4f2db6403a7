import type { webhooks as english } from "../en/webhooks.ts";
import type { Table } from "../types.ts";

export const webhooks: Table<typeof english> = {
  "webhooks.title": "خطافات الويب",
  "webhooks.sub": "من يتلقى الأحداث، وهل تصل إليه",
  "webhooks.new": "خطاف ويب جديد",
  "webhooks.list": "خطافات الويب",
  "webhooks.search": "عنوان URL أو الوصف أو المستأجر أو المعرّف",
  "webhooks.search.own": "عنوان URL أو الوصف أو المعرّف",
  "webhooks.tenant": "المستأجر",
  "webhooks.tenant.any": "كل المستأجرين",
  "webhooks.status": "الحالة",
  "webhooks.status.any": "أي حالة",
  "webhooks.column.health": "السلامة",
  "webhooks.column.webhook": "خطاف الويب",
  "webhooks.column.events": "الأحداث",
  "webhooks.column.last_day": "آخر 24 ساعة",
  "webhooks.column.last": "آخر تسليم",
  "webhooks.more_types": {
    one: "وواحد آخر",
    two: "واثنان آخران",
    few: "و{count} أخرى",
    many: "و{count} أخرى",
    other: "و{count} أخرى",
  },
  "webhooks.all_channels": "كل القنوات",
  "webhooks.channels": {
    one: "قناة واحدة",
    two: "قناتان",
    few: "{count} قنوات",
    many: "{count} قناة",
    other: "{count} قناة",
  },
  "webhooks.empty.title": "لا توجد خطافات ويب بعد",
  "webhooks.empty.text": "خطاف الويب عنوان يتلقى الأحداث. سجّل واحدًا، ثم أرسل إليه حدثًا تجريبيًا لتراه يصل.",
};

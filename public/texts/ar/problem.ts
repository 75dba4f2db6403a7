import type { problem as english } from "../en/problem.ts";
import type { Table } from "../types.ts";

export const problem: Table<typeof english> = {
  "problem.unreachable": "لا يمكن الوصول إلى Posthorn",
  "problem.unreachable.do": "تحقق من الاتصال ثم حاول مرة أخرى. ما كتبته ما زال هنا.",
  "problem.400": "كان الطلب غير سليم",
  "problem.401": "لم تعد مسجّل الدخول",
  "problem.401.do": "سجّل الدخول مرة أخرى؛ ما كتبته ما زال هنا.",
  "problem.401.portal": "افتح البوابة مرة أخرى من حيث وجدتها.",
  "problem.403": "غير مسموح لك بهذا",
  "problem.403.do": "اطلب هذا الحق من أحد مالكي النظام.",
  "problem.404": "لم يعد هذا موجودًا",
  "problem.404.do": "ربما حُذف في هذه الأثناء.",
  "problem.409": "لا يمكن فعل هذا في الوضع الحالي",
  "problem.413": "هذا كبير جدًا",
  "problem.413.do": "أرسل أقل دفعة واحدة. وتكبر الأحداث المسموح بها برفع POSTHORN_MAX_EVENT_BYTES.",
  "problem.422": "شيء فيه غير صالح",
  "problem.429": "طلبات كثيرة جدًا",
  "problem.429.do": {
    one: "انتظر ثانية واحدة ({count}) ثم حاول مرة أخرى.",
    two: "انتظر ثانيتين ({count}) ثم حاول مرة أخرى.",
    few: "انتظر {count} ثوانٍ ثم حاول مرة أخرى.",
    other: "انتظر {count} ثانية ثم حاول مرة أخرى.",
  },
  "problem.429.now": "حاول مرة أخرى الآن.",
  "problem.500": "حدث خطأ في الخادم",
  "problem.500.do": "سجله يقول المزيد. حاول مرة أخرى؛ لم يتغير شيء جزئيًا.",
  "problem.503": "لا يستطيع Posthorn فعل هذا الآن",
  "problem.503.do": "حاول مرة أخرى بعد لحظة.",
};

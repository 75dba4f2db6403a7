import type { portal as english } from "../en/portal.ts";
import type { Table } from "../types.ts";

export const portal: Table<typeof english> = {
  "portal.spent": "لم يعد هذا الرابط يعمل",
  "portal.spent.do": "يفتح الرابط البوابة مرة واحدة، وله مدة صلاحية. اطلب رابطًا جديدًا من حيث وجدته.",
  "portal.still_open": "المتابعة بالجلسة المفتوحة هنا",
  "portal.ended": "انتهت جلستك",
  "portal.ended.do": "افتح البوابة مرة أخرى من حيث وجدتها.",
  "portal.ended.typed": "ما كتبته ما زال خلف هذه النافذة؛ انسخ ما تحتاج إليه أولًا.",
  "portal.return": "العودة إلى {product}",
  "portal.left": "لقد غادرت البوابة",
  "portal.contract": "طريقة الإرسال: {summary}.",
  "portal.read_only": "للقراءة فقط",

  "notifications.sub@portal": "ما حدث لخطافات الويب الخاصة بك، الأحدث أولًا",
  "notifications.empty.text@portal":
    "عندما يتعثّر أحد خطافاتك أو يُعطَّل أو يتعافى تقرأ ذلك هنا، حتى إن فاتك البريد الذي يخبر به.",

  "problem.unreachable@portal": "يتعذّر الوصول إلى الخادم",
  "problem.401@portal": "انتهت جلستك",
  "problem.403.do@portal": "اطلب هذا الحق ممن أعطاك الرابط.",
  "problem.413.do@portal": "أرسل أقل في المرة الواحدة.",
  "problem.500.do@portal": "حاول مرة أخرى؛ لم يُنفَّذ أي تغيير جزئيًا.",
  "problem.503@portal": "يتعذّر تنفيذ هذا الآن",
  "crash.text@portal":
    "حدث خطأ في الصفحة نفسها. لم يُفقد شيء. أعد تحميل الصفحة؛ فإن تكرر ذلك فأخبر من أعطاك الرابط بما فعلت وبهذا:",
  "crash.fetch@portal": "تعذّر جلب جزء من الصفحة. ربما جرى تحديثها أو انقطع الاتصال.",
  "advice.connection_error@portal":
    "لا شيء صالحًا يستمع على ذلك العنوان. تحقق من أن المستقبِل يعمل ومن أن جدار الحماية لديه يسمح بطلباتنا.",
  "advice.blocked@portal": "لم يُرسَل. غيّر عنوان URL أو الترويسة إلى ما هو مسموح هنا.",
  "advice.interrupted@portal":
    "أُعيد تشغيل المرسِل في هذه الأثناء. سيعيد الإرسال من تلقاء نفسه ولن يحتسب هذه المحاولة.",
  "attempt.hidden@portal": "لا يُعرض هنا متن الرد الوارد من شبكة خاصة.",
  "webhook.form.url.http@portal": "ابدأ بـ https: فقد لا يكون http مسموحًا هنا.",
  "webhook.form.url.private@portal":
    "هذا عنوان شبكة خاصة، وقد لا يكون مسموحًا هنا. استخدم عنوانًا يمكن الوصول إليه من أي مكان.",
  "webhook.profile.limit@portal": {
    one: "خطاف واحد على الأكثر",
    two: "خطافان على الأكثر",
    few: "{count} خطافات على الأكثر",
    many: "{count} خطافًا على الأكثر",
    other: "{count} خطاف على الأكثر",
  },
  "webhook.secret.text@portal": "به يتحقق المستقبِل من التوقيعات. لا تُطلع عليه أحدًا.",
  "documentation.sub@portal": "ما الذي يصل، وكيف تتحقق منه، وبماذا تجيب",
  "documentation.events.none_text@portal": "يُشرح هنا ما يُرسَل حالما يُعلَن.",
};

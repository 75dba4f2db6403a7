import type { signIn as english } from "../en/sign-in.ts";
import type { Table } from "../types.ts";

export const signIn: Table<typeof english> = {
  "sign_in.title": "تسجيل الدخول",
  "sign_in.email": "البريد الإلكتروني",
  "sign_in.password": "كلمة المرور",
  "sign_in.submit": "تسجيل الدخول",
  "sign_in.wrong": "البريد الإلكتروني أو كلمة المرور غير صحيحة",
  "sign_in.wrong.do": "كلمات المرور حساسة لحالة الأحرف. يستطيع من يدير هذا النظام تعيين كلمة مرور جديدة لك.",
  "sign_in.again.title": "سجّل الدخول مرة أخرى",
  "sign_in.again.text": "انتهت جلستك. ما كتبته ما زال هنا خلف هذه النافذة.",
  "sign_in.first":
    "لا يوجد مشغّل بعد؟ تجد رابطًا في سجل أول تشغيل لـ Posthorn، أو شغّل الأمر ⁦posthorn admin create⁩.",
  "sign_in.unreachable": "يتعذّر الوصول إلى Posthorn",

  "setup.title": "مرحبًا بك في Posthorn",
  "setup.text": "أنشئ حساب المشغّل الأول. يعمل هذا الرابط مرة واحدة.",
  "setup.name": "اسمك",
  "setup.password.hint": "10 أحرف على الأقل.",
  "setup.submit": "إنشاء الحساب",
  "setup.spent": "لم يعد هذا الرابط يعمل",
  "setup.spent.do":
    "يعمل مرة واحدة ولمدة 30 دقيقة. أعد تشغيل Posthorn للحصول على رابط جديد، أو شغّل الأمر ⁦posthorn admin create⁩.",
  "setup.no_token": "الرابط غير مكتمل: يجب أن يحمل الرمز الذي يعرضه السجل.",
};

import type { CatalogueLike } from "./catalogue.ts";
import type { board as english } from "./en.board.ts";

/** What `en.board.ts` says, in Arabic. */
export const board: CatalogueLike<typeof english> = {
  title: "لوحة اليوم",
  subtitle: "{{day}} · الأوقات بتوقيت {{zone}}",
  filter: "إظهار فقط",
  states: {
    toCome: "القادمة",
    waiting: "في الانتظار",
    inProgress: "جارية",
    done: "مكتملة",
    missed: "لم يحضر",
  },
  emptyTitle: "لا زيارات اليوم",
  emptyText: "تظهر زيارات اليوم هنا فور حجزها.",
  noneTitle: "لا زيارة بهذه الحالة الآن",
  noneText: "اختر الحقل نفسه مرة أخرى لرؤية اليوم كله.",
  left_one: "الزيارات المتبقية: {{count, number}}",
  left_other: "الزيارات المتبقية: {{count, number}}",
  since: "منذ {{time}}",
  late_one: "التأخر بالدقائق: {{count, number}}",
  late_other: "التأخر بالدقائق: {{count, number}}",
  actionFor: "{{action}}: {{name}}",
};

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
  left_zero: "لم تبقَ زيارات",
  left_one: "بقيت زيارة واحدة",
  left_two: "بقيت زيارتان",
  left_few: "بقيت {{count, number}} زيارات",
  left_many: "بقيت {{count, number}} زيارة",
  left_other: "بقيت {{count, number}} زيارة",
  since: "منذ {{time}}",
  late_zero: "في الموعد",
  late_one: "متأخر دقيقة واحدة",
  late_two: "متأخر دقيقتين",
  late_few: "متأخر {{count, number}} دقائق",
  late_many: "متأخر {{count, number}} دقيقة",
  late_other: "متأخر {{count, number}} دقيقة",
  actionFor: "{{action}}: {{name}}",
};

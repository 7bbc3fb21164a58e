import { VisitType } from "@careconnect/kit";

/** How long a visit lasts, in minutes. */
export const visitMinutes: Readonly<Record<VisitType, number>> = {
  [VisitType.IN_PERSON]: 30,
  [VisitType.VIDEO]: 20,
  [VisitType.PHONE]: 15,
};

/** When a visit of this kind that starts at `startsAt` ends. */
export function endOfVisit(startsAt: Date, visitType: VisitType): Date {
  return new Date(startsAt.getTime() + visitMinutes[visitType] * 60_000);
}

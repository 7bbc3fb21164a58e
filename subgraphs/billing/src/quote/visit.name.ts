import { VisitType } from "@careconnect/kit";

/** What a visit is called on an invoice. */
export const visitName: Readonly<Record<VisitType, string>> = {
  [VisitType.IN_PERSON]: "Office visit",
  [VisitType.VIDEO]: "Video visit",
  [VisitType.PHONE]: "Telephone visit",
};

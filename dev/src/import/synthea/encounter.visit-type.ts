import type { VisitType } from "../canonical.rows.ts";

/** How patient and provider met, by Synthea's encounter class: all but one take place at a location. */
export const visitTypeOfClass: ReadonlyMap<string, VisitType> = new Map([
  ["ambulatory", "IN_PERSON"],
  ["emergency", "IN_PERSON"],
  ["home", "IN_PERSON"],
  ["hospice", "IN_PERSON"],
  ["inpatient", "IN_PERSON"],
  ["outpatient", "IN_PERSON"],
  ["snf", "IN_PERSON"],
  ["urgentcare", "IN_PERSON"],
  ["virtual", "VIDEO"],
  ["wellness", "IN_PERSON"],
]);

import type { Translate } from "../i18n/texts.ts";
import type { UserError } from "./command.ts";

const explained = [
  "SLOT_TAKEN",
  "PATIENT_BUSY",
  "OUTSIDE_AVAILABILITY",
  "TOO_SOON",
  "TOO_FAR_AHEAD",
  "PROVIDER_FULL",
  "IN_THE_PAST",
  "TOO_EARLY",
  "NOT_ITS_DAY",
  "PATIENT_ARCHIVED",
  "PROVIDER_INACTIVE",
  "NOT_FOUND",
  "VERSION_CONFLICT",
  "ILLEGAL_TRANSITION",
  "PATIENT_ERASED",
  "PATIENT_RESTRICTED",
  "PROVIDER_NOT_LICENSED",
  "HOLD_EXPIRED",
  "OUTSIDE_CARE",
  "CLINIC_ONLY",
  "CURRENCY_UNKNOWN",
  "NOT_IN_SERIES",
  "OFFER_OVER",
  "WAITLIST_LIMIT",
  "ALREADY_WAITING",
  "SPECIALTY_UNKNOWN",
  "COVERAGE_OVERLAP",
  "ALREADY_RECORDED",
  "OWN_ACCESS",
  "TOO_MANY_ACCESSES",
  "ALREADY_MERGED",
  "STANDS_FOR_OTHERS",
  "MERGE_CONFLICT",
  "FILE_TOO_LARGE",
  "DOCUMENT_LIMIT",
  "UPLOAD_LIMIT",
  "UPLOAD_MISSING",
  "STORAGE_FULL",
  "EXPORT_UNDER_WAY",
  "NOT_ARCHIVED",
  "VISITS_AHEAD",
  "RETAINED",
  "ERASURE_UNDER_WAY",
  "ALREADY_RESTRICTED",
  "NOT_RESTRICTED",
  "RECORDS_CHANGED",
  "SECOND_PERSON",
  "FORBIDDEN",
] as const;

/** What was refused, for people: in their language where we know the code, else as the server says it. */
export function refusalText({ code, message }: UserError, t: Translate): string {
  const known = explained.find((name) => name === code);
  return known === undefined ? message : t(`commands.refusals.${known}`, { message });
}

import { recordAccess } from "./en.record-access.ts";
import { recordCare } from "./en.record-care.ts";
import { recordPapers } from "./en.record-papers.ts";
import { recordPerson } from "./en.record-person.ts";

/** The texts of patients' records and of care in English, by part of the record. */
export const record = { ...recordPerson, ...recordCare, ...recordPapers, ...recordAccess } as const;

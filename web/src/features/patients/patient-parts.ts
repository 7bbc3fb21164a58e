import { mayWithRecords, type RecordRight } from "../../lib/record-rights.ts";
import type { ViewerFacts } from "../../lib/viewer.ts";

interface PatientPart {
  /** Its address below that of the patient. */
  readonly path: string;
  /** Who is shown it; all who see the patient where nothing is said. */
  readonly right?: RecordRight;
}

/** The parts of a patient's page, in order. */
const parts = [
  { path: "" },
  { path: "appointments" },
  { path: "history", right: "seeHistory" },
  { path: "prescriptions", right: "seeHistory" },
  { path: "notes", right: "seeHistory" },
  { path: "documents" },
  { path: "invoices", right: "seeInvoices" },
  { path: "access", right: "seeConsents" },
  { path: "duplicates", right: "seeDuplicates" },
  { path: "data", right: "exportData" },
] as const satisfies readonly PatientPart[];

export type PatientPath = (typeof parts)[number]["path"];

export function patientPartsFor(viewer: Pick<ViewerFacts, "roles">): readonly PatientPath[] {
  return parts.filter((part) => !("right" in part) || mayWithRecords(viewer, part.right)).map(({ path }) => path);
}

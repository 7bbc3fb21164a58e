import { aboutPatients, type SubjectRule } from "../subject/subject.rules.ts";
import { PatientAlias } from "./patient-alias.entity.ts";

/** Of {@link PatientAlias}. */
export const patientAliasRule: SubjectRule = aboutPatients(PatientAlias, {
  whose: { patientBy: "patientId" },
  unexported: "a copy of what the patient subgraph exports",
  erasure: { kind: "keep", because: "which ids are one patient's: ids that lead to nobody any more" },
});

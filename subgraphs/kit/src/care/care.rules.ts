import { aboutPatients, type SubjectRule } from "../subject/subject.rules.ts";
import { CareConsent } from "./care-consent.entity.ts";
import { CareGrant } from "./care-grant.entity.ts";
import { CareVisit } from "./care-visit.entity.ts";

/** Of {@link CareVisit}. */
export const careVisitRule: SubjectRule = aboutPatients(CareVisit, {
  whose: { patientBy: "patientId" },
  unexported: "a copy of what the appointment subgraph exports",
  erasure: { kind: "delete" },
  retention: { since: "endsAt", otherwise: "startsAt" },
});

/** Of {@link CareGrant}. */
export const careGrantRule: SubjectRule = aboutPatients(CareGrant, {
  whose: { patientBy: "patientId" },
  unexported: "a copy of what the patient subgraph exports",
  erasure: { kind: "delete" },
  retention: { none: "a copy of what the patient subgraph retains" },
});

/** Of {@link CareConsent}. */
export const careConsentRule: SubjectRule = aboutPatients(CareConsent, {
  whose: { patientBy: "patientId" },
  unexported: "a copy of what the patient subgraph exports",
  erasure: { kind: "delete" },
  retention: { none: "a copy of what the patient subgraph retains" },
});

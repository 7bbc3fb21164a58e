import { registerEnumType } from "type-graphql";

/** Where a patient is during a visit. */
export enum PatientStatus {
  WAITING = "WAITING",
  IN_CONSULTATION = "IN_CONSULTATION",
  DISCHARGED = "DISCHARGED",
}

registerEnumType(PatientStatus, {
  name: "PatientStatus",
  description: "Where a patient is during a visit.",
  valuesConfig: {
    WAITING: { description: "Checked in, and waits to be seen." },
    IN_CONSULTATION: { description: "Is being seen." },
    DISCHARGED: { description: "The visit is over." },
  },
});

/** The events that move a patient, and where to. */
export const patientStatusAfter: ReadonlyMap<string, PatientStatus> = new Map([
  ["appointment.checked_in", PatientStatus.WAITING],
  ["appointment.started", PatientStatus.IN_CONSULTATION],
  ["appointment.fulfilled", PatientStatus.DISCHARGED],
]);

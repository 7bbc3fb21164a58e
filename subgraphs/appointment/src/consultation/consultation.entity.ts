import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { AppointmentRow } from "../booking/booking.entity.ts";

/** What happens between patient and provider in a visit (FHIR Encounter), from its start on. */
export const ConsultationRow = defineEntity({
  name: "ConsultationRow",
  tableName: "consultation",
  properties: {
    ...ownedRow,
    appointmentId: () => p.manyToOne(AppointmentRow).mapToPk().joinColumn("appointment_id"),
    /** The appointment's patient, owned by the patient subgraph. */
    patientId: p.uuid(),
    /** The appointment's provider, owned by the provider subgraph. */
    providerId: p.uuid(),
    startedAt: p.datetime(3),
    /** Null while it goes on. */
    completedAt: p.datetime(3).$type<Date | null>().nullable(),
    // The summary. What it has nothing to say of is null.
    complaint: sensitive(),
    findings: sensitive(),
    assessment: sensitive(),
    plan: sensitive(),
    /** JSON: a list of prescriptions. */
    prescriptions: sensitive(),
  },
  // One visit has one, however often and from wherever it is started.
  uniques: [{ name: "consultation_appointment_id_unique", properties: ["organizationId", "appointmentId"] }],
  checks: [
    { name: "consultation_completed_after_start", expression: "completed_at >= started_at" },
    {
      name: "consultation_complete_with_complaint",
      expression: "(completed_at is null) = (complaint is null)",
    },
  ],
});

export type ConsultationRow = InferEntity<typeof ConsultationRow>;

import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";

/** Of one patient, whoever asks at the same time, one restriction is in force. */
export const oneRestriction = "patient_restriction_in_force_unique";

/** That a patient's record is kept and not used, since when and until when. */
export const PatientRestrictionRow = defineEntity({
  name: "PatientRestrictionRow",
  tableName: "patient_restriction",
  properties: {
    ...ownedRow,
    /** The record that stood for the patient when it began; while it is in force, none is merged with it or taken apart. */
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    /** All records of the patient. */
    patientIds: p.array().columnType("uuid[]").$type<string[]>(),
    // Why somebody's record is not to be used says something of them.
    reason: sensitive(),
    restrictedBy: p.uuid(),
    liftedAt: p.datetime(3).$type<Date | null>().nullable(),
    liftedBy: p.uuid().$type<string | null>().nullable(),
    liftReason: sensitive(),
  },
  indexes: [
    { properties: ["organizationId", "createdAt", "id"] },
    {
      name: oneRestriction,
      expression: `create unique index ${oneRestriction} on patient_restriction (patient_id) where lifted_at is null`,
    },
  ],
  checks: [
    {
      name: "patient_restriction_lifted_by_somebody",
      expression: "(lifted_at is null) = (lifted_by is null)",
    },
  ],
});

export type PatientRestrictionRow = InferEntity<typeof PatientRestrictionRow>;

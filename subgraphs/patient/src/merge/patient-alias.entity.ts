import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";

/**
 * That a record turned out to be of the same person as another one, which stands for it until somebody says that it does
 * not. The records themselves stay as they are. No record stands for another one while another one stands for it.
 */
export const PatientAliasRow = defineEntity({
  name: "PatientAliasRow",
  tableName: "patient_alias",
  properties: {
    ...ownedRow,
    /** The record that was merged. */
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    /** The record that stands for it. */
    survivingId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("surviving_id"),
    /** The how-manieth time it is that the record is merged: from 1 on. */
    ordinal: p.integer(),
    mergedAt: p.datetime(3),
    /** The user who merged them. */
    mergedBy: p.uuid(),
    // Why two are one, or not, may say what is known of either.
    reason: sensitive(),
    /** Null while they are merged. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
    endedBy: p.uuid().$type<string | null>().nullable(),
    endReason: sensitive(),
  },
  uniques: [{ name: "patient_alias_ordinal_unique", properties: ["patientId", "ordinal"] }],
  indexes: [
    { properties: ["organizationId", "survivingId"] },
    {
      name: "patient_alias_active_unique",
      expression:
        "create unique index patient_alias_active_unique on patient_alias (organization_id, patient_id) where ended_at is null",
    },
  ],
  checks: [
    { name: "patient_alias_of_another", expression: "patient_id <> surviving_id" },
    { name: "patient_alias_ended_by_somebody", expression: "(ended_at is null) = (ended_by is null)" },
  ],
});

export type PatientAliasRow = InferEntity<typeof PatientAliasRow>;

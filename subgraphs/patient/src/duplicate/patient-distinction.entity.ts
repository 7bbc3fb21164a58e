import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";

/** That two records look like one person's and are not, as somebody found out; of each two, once while it holds. */
export const PatientDistinctionRow = defineEntity({
  name: "PatientDistinctionRow",
  tableName: "patient_distinction",
  properties: {
    ...ownedRow,
    /** The one whose id is less than the other's. */
    oneId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("one_id"),
    otherId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("other_id"),
    // How it was found out may say what is known of either.
    reason: sensitive(),
    /** Null while it holds. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [
    {
      name: "patient_distinction_unique",
      expression:
        "create unique index patient_distinction_unique on patient_distinction (organization_id, one_id, other_id) where ended_at is null",
    },
  ],
  checks: [{ name: "patient_distinction_in_order", expression: "one_id < other_id" }],
});

export type PatientDistinctionRow = InferEntity<typeof PatientDistinctionRow>;

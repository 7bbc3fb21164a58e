import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";

/** Access to a patient that a provider was given, beside what their appointments give them. */
export const AccessGrantRow = defineEntity({
  name: "AccessGrantRow",
  tableName: "access_grant",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid(),
    until: p.datetime(3),
    // Why somebody else has to see a patient may say what the patient has.
    reason: sensitive(),
    /** Null while nobody has ended it. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "providerId", "until"] },
    { properties: ["organizationId", "patientId", "createdAt"] },
  ],
});

export type AccessGrantRow = InferEntity<typeof AccessGrantRow>;

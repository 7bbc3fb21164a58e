import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A record that is kept and not used, as long as a restriction of its patient is in force: administration alone sees it. */
export const RestrictedPatient = defineEntity({
  name: "RestrictedPatient",
  tableName: "restricted_patient",
  properties: {
    organizationId: p.uuid().primary(),
    patientId: p.uuid().primary(),
    restrictionId: p.uuid().primary(),
  },
});

export type RestrictedPatient = InferEntity<typeof RestrictedPatient>;

import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A record of a patient who was erased, or is to be: nothing about them is written any more. */
export const ErasedPatient = defineEntity({
  name: "ErasedPatient",
  tableName: "erased_patient",
  properties: {
    organizationId: p.uuid().primary(),
    patientId: p.uuid().primary(),
    erasedAt: p.datetime(3),
  },
});

export type ErasedPatient = InferEntity<typeof ErasedPatient>;

import { defineEntity, p } from "@mikro-orm/core";

/** The newest that was told of a patient. */
export const PatientFactRow = defineEntity({
  name: "PatientFactRow",
  tableName: "patient_fact",
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** The aggregate's version in its own subgraph: an older event never overwrites a newer one. */
    version: p.integer(),
    archived: p.boolean(),
  },
});

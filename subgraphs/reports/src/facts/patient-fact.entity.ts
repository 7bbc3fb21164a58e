import { defineEntity, p } from "@mikro-orm/core";

/** The newest that was told of a patient. */
export const PatientFactRow = defineEntity({
  name: "PatientFactRow",
  tableName: "patient_fact",
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** The aggregate's version in its own subgraph: an older event never overwrites a newer one. 0: none told of it yet. */
    version: p.integer(),
    archived: p.boolean(),
    /** Whether another record of the same person stands for it, as the newest event of its merges told; 0 without one. */
    merged: p.boolean().default(false),
    mergeVersion: p.integer().default(0),
  },
});

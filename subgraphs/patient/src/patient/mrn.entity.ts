import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** The next medical record number of each organization. */
export const MrnSequence = defineEntity({
  name: "MrnSequence",
  tableName: "mrn_sequence",
  properties: {
    organizationId: p.uuid().primary(),
    next: p.integer(),
  },
});

export type MrnSequence = InferEntity<typeof MrnSequence>;

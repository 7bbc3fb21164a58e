import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Emergency access that somebody gave themselves to one patient, for minutes, and what became of it. */
export const BreakGlassRow = defineEntity({
  name: "BreakGlassRow",
  tableName: "break_glass_access",
  properties: {
    ...ownedRow,
    userId: p.uuid(),
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    reason: sensitive(),
    expiresAt: p.datetime(3),
    /** When it was given back before its time. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
    reviewedAt: p.datetime(3).$type<Date | null>().nullable(),
    reviewedBy: p.uuid().$type<string | null>().nullable(),
    reviewNote: sensitive(),
  },
  indexes: [{ properties: ["organizationId", "createdAt"] }, { properties: ["userId", "expiresAt"] }],
});

export type BreakGlassRow = InferEntity<typeof BreakGlassRow>;

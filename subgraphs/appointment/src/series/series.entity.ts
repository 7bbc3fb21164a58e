import { ownedRow, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Visits that were booked together by a rule. What became of each of them, it says itself. */
export const SeriesRow = defineEntity({
  name: "SeriesRow",
  tableName: "appointment_series",
  properties: {
    ...ownedRow,
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid(),
    visitType: p.text().$type<VisitType>(),
    /** RRULE of RFC 5545, from `startsAt` on. */
    rule: p.text(),
    startsAt: p.datetime(3),
    /** IANA name: on the wall of this zone, visits are at the same time. */
    timeZone: p.text(),
  },
});

export type SeriesRow = InferEntity<typeof SeriesRow>;

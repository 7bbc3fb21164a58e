import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";
import { RatingStatus } from "./rating.status.ts";

/** The constraint by which a visit is rated once, however many try at the same time. */
export const oneRatingOfVisit = "rating_appointment_unique";

/** What a patient says of a provider after a visit. */
export const RatingRow = defineEntity({
  name: "RatingRow",
  tableName: "rating",
  properties: {
    ...ownedRow,
    appointmentId: p.uuid(),
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id"),
    /** 1 to 5. */
    score: p.smallint(),
    feedback: sensitive(),
    /** Whether administration is not told who wrote it. */
    anonymous: p.boolean(),
    status: p.enum(() => RatingStatus),
    /** Null unless it is REJECTED. */
    rejectionReason: sensitive(),
  },
  uniques: [{ name: oneRatingOfVisit, properties: ["organizationId", "appointmentId"] }],
  indexes: [
    { name: "rating_of_provider", properties: ["organizationId", "providerId", "status", "createdAt", "id"] },
    { name: "rating_of_patient", properties: ["organizationId", "patientId", "createdAt", "id"] },
    { name: "rating_to_moderate", properties: ["organizationId", "status", "createdAt", "id"] },
    { name: "rating_listed", properties: ["organizationId", "createdAt", "id"] },
  ],
  checks: [{ name: "rating_score_check", expression: "score >= 1 and score <= 5" }],
});

export type RatingRow = InferEntity<typeof RatingRow>;

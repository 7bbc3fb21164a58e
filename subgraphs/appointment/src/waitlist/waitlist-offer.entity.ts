import { ownedRow, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { blockedTime, visitTime } from "../booking/booking.entity.ts";
import { WaitlistEntryRow } from "./waitlist-entry.entity.ts";

export type OfferOutcome = "ACCEPTED" | "EXPIRED" | "WITHDRAWN";

/** What an offer is while it has no outcome; whether it holds its time still, its expiry says. */
export const isOpen = "outcome is null";

function noOverlapOf(column: string, time: string): string {
  return `exclude using gist (${column} with =, ${time} with &&) where (${isOpen})`;
}

/**
 * A free time that is held for somebody who waits. It holds the time until it expires, whether or not anybody notes that
 * it has: whoever looks at a calendar compares it with the clock.
 */
export const WaitlistOfferRow = defineEntity({
  name: "WaitlistOfferRow",
  tableName: "waitlist_offer",
  properties: {
    ...ownedRow,
    entryId: () => p.manyToOne(WaitlistEntryRow).mapToPk().joinColumn("entry_id"),
    /** The entry's. */
    patientId: p.uuid(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid(),
    visitType: p.text().$type<VisitType>(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
    /** As a visit has it. */
    blockedFrom: p.datetime(3).$type<Date | null>().nullable(),
    blockedUntil: p.datetime(3).$type<Date | null>().nullable(),
    expiresAt: p.datetime(3),
    /** Null until something came of it. */
    outcome: p.text().$type<OfferOutcome | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "entryId", "id"] },
    {
      name: "waitlist_offer_due",
      expression: `create index waitlist_offer_due on waitlist_offer (expires_at) where ${isOpen}`,
    },
  ],
  checks: [
    { name: "waitlist_offer_ends_after_start", expression: "ends_at > starts_at" },
    { name: "waitlist_offer_expires_by_start", expression: "expires_at <= starts_at" },
    { name: "waitlist_offer_provider_no_overlap", expression: noOverlapOf("provider_id", blockedTime) },
    { name: "waitlist_offer_patient_no_overlap", expression: noOverlapOf("patient_id", visitTime) },
  ],
});

export type WaitlistOfferRow = InferEntity<typeof WaitlistOfferRow>;

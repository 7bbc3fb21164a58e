import { currentPatient, ownedRow, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { WaitlistStatus, waitingStatuses } from "./waitlist.status.ts";

/**
 * Nobody waits twice for what is the same: with whom, which kind of visit, and a time within both windows. They would be
 * offered two times for one visit.
 */
export const sameWish = "waitlist_entry_same_wish";

const wish = "patient_id with =, (coalesce(specialty, provider_id::text)) with =, visit_type with =";
const window = "tstzrange(wanted_from, wanted_until) with &&";
const waits = `status in (${waitingStatuses.map((status) => `'${status}'`).join(", ")})`;

/** Somebody who waits for a time with a provider, or with anybody of a specialty. */
export const WaitlistEntryRow = defineEntity({
  name: "WaitlistEntryRow",
  tableName: "waitlist_entry",
  properties: {
    ...ownedRow,
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    /** Owned by the provider subgraph; null when a specialty is wanted. */
    providerId: p.uuid().$type<string | null>().nullable(),
    /** A code; null when a provider is wanted. */
    specialty: p.text().$type<string | null>().nullable(),
    visitType: p.text().$type<VisitType>(),
    // `from` and `until`: the visit is to lie within.
    from: p.datetime(3).fieldName("wanted_from"),
    until: p.datetime(3).fieldName("wanted_until"),
    joinedAt: p.datetime(3).onCreate(() => new Date()),
    status: p.text().$type<WaitlistStatus>().default(WaitlistStatus.WAITING),
    /** What an accepted offer became. */
    appointmentId: () =>
      p.manyToOne(AppointmentRow).mapToPk().joinColumn("appointment_id").deleteRule("no action").nullable(),
  },
  indexes: [
    { properties: ["organizationId", "joinedAt", "id"] },
    { properties: ["organizationId", "patientId", "joinedAt", "id"] },
    {
      name: "waitlist_entry_provider_queue",
      expression:
        "create index waitlist_entry_provider_queue on waitlist_entry (organization_id, provider_id, joined_at, id) where status = 'WAITING'",
    },
    {
      name: "waitlist_entry_specialty_queue",
      expression:
        "create index waitlist_entry_specialty_queue on waitlist_entry (organization_id, specialty, joined_at, id) where status = 'WAITING'",
    },
    {
      name: "waitlist_entry_over",
      expression: "create index waitlist_entry_over on waitlist_entry (wanted_until) where status = 'WAITING'",
    },
  ],
  checks: [
    { name: "waitlist_entry_one_wish", expression: "num_nonnulls(provider_id, specialty) = 1" },
    { name: "waitlist_entry_window", expression: "wanted_until > wanted_from" },
    { name: "waitlist_entry_booked_with_visit", expression: "(status = 'BOOKED') = (appointment_id is not null)" },
    { name: sameWish, expression: `exclude using gist (${wish}, ${window}) where (${waits})` },
  ],
});

export type WaitlistEntryRow = InferEntity<typeof WaitlistEntryRow>;

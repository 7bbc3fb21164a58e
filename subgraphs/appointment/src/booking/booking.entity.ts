import { currentPatient, ownedRow, sensitive, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { CancellationParty } from "../cancellation/cancellation.party.ts";
import { SeriesRow } from "../series/series.entity.ts";
import { type AppointmentStatus, takesTime } from "./booking.status.ts";

/**
 * No patient is in two places at once, and no provider unless somebody decided so; visits that only touch do not overlap.
 * What a visit keeps free before and after it is its provider's time too, and nobody else's buffer.
 */
export const providerOverlap = "appointment_provider_no_overlap";
export const patientOverlap = "appointment_patient_no_overlap";

/** A visit's time, and what of its provider's time it takes: word for word as the constraints have them. */
export const visitTime = "tstzrange(starts_at, ends_at)";
export const blockedTime = "tstzrange(coalesce(blocked_from, starts_at), coalesce(blocked_until, ends_at))";

function noOverlapOf(column: string, time: string, condition: string): string {
  return `exclude using gist (${column} with =, ${time} with &&) where (${condition})`;
}

export const AppointmentRow = defineEntity({
  name: "AppointmentRow",
  tableName: "appointment",
  properties: {
    ...ownedRow,
    /** The id in the system that the row was imported from. */
    externalId: p.text().$type<string | null>().nullable(),
    status: p.text().$type<AppointmentStatus>(),
    visitType: p.text().$type<VisitType>(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
    /** Until when its time is held while it is REQUESTED; null: it does not end by itself. */
    holdExpiresAt: p.datetime(3).$type<Date | null>().nullable(),
    /** With what is kept free before and after it; null: from its start on, until its end. */
    blockedFrom: p.datetime(3).$type<Date | null>().nullable(),
    blockedUntil: p.datetime(3).$type<Date | null>().nullable(),
    // What a patient comes for is clinical, whoever wrote it.
    reason: sensitive(),
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid(),
    /** Booked although its provider has another visit then. */
    overbooked: p.boolean().default(false),
    /** The series in which it was booked, and when its rule has it start: at another time, somebody put it there by hand. */
    seriesId: () => p.manyToOne(SeriesRow).mapToPk().joinColumn("series_id").deleteRule("no action").nullable(),
    seriesSlot: p.datetime(3).$type<Date | null>().nullable(),
    /** When it was to start as its patient moved it too late to call it off for nothing: that is late from then on. */
    movedLateFrom: p.datetime(3).$type<Date | null>().nullable(),
    // What came of calling it off: nothing unless somebody did.
    cancelledOnBehalfOf: p.text().$type<CancellationParty | null>().nullable(),
    cancelledLate: p.boolean().$type<boolean | null>().nullable(),
    cancellationFeeAmount: p.integer().$type<number | null>().nullable(),
    cancellationFeeCurrency: p.text().$type<string | null>().nullable(),
    /** The user who waived a fee that was due. */
    feeWaivedBy: p.uuid().$type<string | null>().nullable(),
    /** Owned by the provider subgraph. */
    locationId: p.uuid().$type<string | null>().nullable(),
  },
  uniques: [{ name: "appointment_external_id_unique", properties: ["organizationId", "externalId"] }],
  indexes: [
    { properties: ["organizationId", "startsAt", "id"] },
    { properties: ["organizationId", "patientId", "startsAt", "id"] },
    { properties: ["organizationId", "providerId", "startsAt", "id"] },
    { properties: ["organizationId", "status", "startsAt"] },
    {
      name: "appointment_overbooked",
      expression: `create index appointment_overbooked on appointment (provider_id, starts_at) where overbooked and ${takesTime}`,
    },
    {
      name: "appointment_of_series",
      expression:
        "create index appointment_of_series on appointment (series_id, series_slot) where series_id is not null",
    },
    {
      name: "appointment_held",
      expression:
        "create index appointment_held on appointment (organization_id, hold_expires_at) where hold_expires_at is not null",
    },
    {
      name: "appointment_unattended",
      expression: `create index appointment_unattended on appointment (ends_at) where status in ('BOOKED', 'CONFIRMED')`,
    },
  ],
  checks: [
    {
      name: "appointment_holds_what_is_asked_for",
      expression: "hold_expires_at is null or status = 'REQUESTED'",
    },
    {
      name: "appointment_cancellation",
      expression: `(cancelled_on_behalf_of is null) = (cancelled_late is null)
        and (cancelled_on_behalf_of is null or status = 'CANCELLED')
        and num_nonnulls(cancellation_fee_amount, cancellation_fee_currency) in (0, 2)
        and (num_nulls(cancellation_fee_amount, fee_waived_by) = 2 or cancelled_late)`,
    },
    { name: "appointment_series_with_slot", expression: "(series_id is null) = (series_slot is null)" },
    { name: "appointment_ends_after_start", expression: "ends_at > starts_at" },
    {
      name: "appointment_blocks_its_time",
      expression: "blocked_from <= starts_at and blocked_until >= ends_at",
    },
    // Made in this order, and so looked at in this order: who finds both taken is told of the provider.
    { name: providerOverlap, expression: noOverlapOf("provider_id", blockedTime, `${takesTime} and not overbooked`) },
    { name: patientOverlap, expression: noOverlapOf("patient_id", visitTime, takesTime) },
  ],
});

export type AppointmentRow = InferEntity<typeof AppointmentRow>;

import { ownedRow, sensitive, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { type AppointmentStatus, takesTime } from "./booking.status.ts";

/**
 * No patient is in two places at once, and no provider unless somebody decided so; visits that only touch do not overlap.
 */
export const providerOverlap = "appointment_provider_no_overlap";
export const patientOverlap = "appointment_patient_no_overlap";

function noOverlapOf(column: string, condition: string): string {
  return `exclude using gist (${column} with =, tstzrange(starts_at, ends_at) with &&) where (${condition})`;
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
    // What a patient comes for is clinical, whoever wrote it.
    reason: sensitive(),
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid(),
    /** Booked although its provider has another visit then. */
    overbooked: p.boolean().default(false),
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
      name: "appointment_unattended",
      expression: `create index appointment_unattended on appointment (ends_at) where status in ('BOOKED', 'CONFIRMED')`,
    },
  ],
  checks: [
    { name: "appointment_ends_after_start", expression: "ends_at > starts_at" },
    // Made in this order, and so looked at in this order: who finds both taken is told of the provider.
    { name: providerOverlap, expression: noOverlapOf("provider_id", `${takesTime} and not overbooked`) },
    { name: patientOverlap, expression: noOverlapOf("patient_id", takesTime) },
  ],
});

export type AppointmentRow = InferEntity<typeof AppointmentRow>;

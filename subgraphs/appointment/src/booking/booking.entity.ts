import { ownedRow, sensitive, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { AppointmentStatus } from "./booking.status.ts";

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
    reason: sensitive("appointment.reason"),
    /** Owned by the patient subgraph. */
    patientId: p.uuid(),
    /** Owned by the provider subgraph. */
    providerId: p.uuid(),
    /** Owned by the provider subgraph. */
    locationId: p.uuid().$type<string | null>().nullable(),
  },
  uniques: [{ name: "appointment_external_id_unique", properties: ["organizationId", "externalId"] }],
  indexes: [
    { properties: ["organizationId", "startsAt", "id"] },
    { properties: ["organizationId", "patientId", "startsAt", "id"] },
    { properties: ["organizationId", "providerId", "startsAt", "id"] },
    { properties: ["organizationId", "status", "startsAt"] },
  ],
  checks: [{ name: "appointment_ends_after_start", expression: "ends_at > starts_at" }],
});

export type AppointmentRow = InferEntity<typeof AppointmentRow>;

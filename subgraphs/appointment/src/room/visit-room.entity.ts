import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { AppointmentRow } from "../booking/booking.entity.ts";

/** Who is in the room of a video visit, from the first who comes until it closes. One seat for each side: the window they use. */
export const VisitRoomRow = defineEntity({
  name: "VisitRoomRow",
  tableName: "visit_room",
  properties: {
    ...ownedRow,
    appointmentId: () => p.manyToOne(AppointmentRow).mapToPk().joinColumn("appointment_id").deleteRule("no action"),
    patientId: p.uuid(),
    providerId: p.uuid(),
    closesAt: p.datetime(3),
    patientSeat: p.uuid().$type<string | null>().nullable(),
    /** When their window was last known to be open. */
    patientSeenAt: p.datetime(3).$type<Date | null>().nullable(),
    providerSeat: p.uuid().$type<string | null>().nullable(),
    providerSeenAt: p.datetime(3).$type<Date | null>().nullable(),
    /** When the patient was let in; null while they wait. */
    admittedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** How many signals were sent in the minute that began then. */
    signalsFrom: p.datetime(3).onCreate(() => new Date()),
    signals: p.integer().default(0),
  },
  uniques: [
    { name: "visit_room_appointment_id_unique", properties: ["organizationId", "appointmentId"] },
    { name: "visit_room_patient_seat_unique", properties: ["patientSeat"] },
    { name: "visit_room_provider_seat_unique", properties: ["providerSeat"] },
  ],
  indexes: [{ properties: ["closesAt"] }],
  checks: [
    { name: "visit_room_patient_seen", expression: "(patient_seat is null) = (patient_seen_at is null)" },
    { name: "visit_room_provider_seen", expression: "(provider_seat is null) = (provider_seen_at is null)" },
    { name: "visit_room_admits_who_is_there", expression: "admitted_at is null or patient_seat is not null" },
  ],
});

export type VisitRoomRow = InferEntity<typeof VisitRoomRow>;

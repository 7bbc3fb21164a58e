import type { DomainEvent } from "@careconnect/kit";
import type { AppointmentRow } from "./booking.entity.ts";
import type { AppointmentStatus } from "./booking.status.ts";

/** The event that tells of an appointment's arrival in a status. */
const eventNames: Readonly<Record<AppointmentStatus, string>> = {
  REQUESTED: "appointment.requested",
  BOOKED: "appointment.booked",
  CONFIRMED: "appointment.confirmed",
  CHECKED_IN: "appointment.checked_in",
  IN_PROGRESS: "appointment.started",
  FULFILLED: "appointment.fulfilled",
  CANCELLED: "appointment.cancelled",
  NO_SHOW: "appointment.no_show",
};

/** Who meets whom, where, when and how; never what for. */
export const appointmentReached = (
  row: AppointmentRow,
  options: { readonly imported?: boolean } = {},
): DomainEvent => ({
  type: eventNames[row.status],
  aggregateType: "Appointment",
  aggregate: row,
  payload: {
    appointmentId: row.id,
    patientId: row.patientId,
    providerId: row.providerId,
    locationId: row.locationId,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    visitType: row.visitType,
    status: row.status,
  },
  ...options,
});

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

interface EventOptions {
  readonly imported?: boolean;
}

/** That an appointment came into the status it has. */
export const appointmentReached = (row: AppointmentRow, options: EventOptions = {}): DomainEvent =>
  appointmentEvent(eventNames[row.status], row, {}, options);

/** That an appointment took a step; `further` says more than what it is now. */
export const appointmentChanged = (
  type: string,
  row: AppointmentRow,
  further: { readonly previousStartsAt?: string } = {},
): DomainEvent => appointmentEvent(type, row, further, {});

/** Who meets whom, where, when and how; never what for. */
function appointmentEvent(type: string, row: AppointmentRow, further: object, options: EventOptions): DomainEvent {
  return {
    type,
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
      ...further,
    },
    ...options,
  };
}

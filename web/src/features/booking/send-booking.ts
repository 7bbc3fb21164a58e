import type { Client } from "@urql/core";
import {
  type AppointmentRowFragment,
  BookAppointmentDocument,
  BookAppointmentSeriesDocument,
} from "../../graphql/graphql.ts";
import { type Outcome, sendCommand } from "../../lib/graphql/command.ts";
import type { Booking } from "./booking.schema.ts";

/** What was booked, the first visit first. */
export interface Booked {
  readonly visits: readonly AppointmentRowFragment[];
}

/** Books one visit, or all visits of a series. */
export async function sendBooking(client: Client, booking: Booking, idempotencyKey: string): Promise<Outcome<Booked>> {
  const { patient, slot, visitType, reason, series } = booking;
  const visit = {
    ...{ patientId: patient.id, providerId: slot.providerId, startsAt: slot.startsAt, visitType, idempotencyKey },
    ...(reason === undefined ? {} : { reason }),
  };
  if (series === null) {
    const outcome = await sendCommand(client, BookAppointmentDocument, visit, (data) => data.bookAppointment);
    return booked(outcome, ({ appointment }) => (appointment === null ? [] : [appointment]));
  }
  const input = { ...visit, ...series };
  const outcome = await sendCommand(client, BookAppointmentSeriesDocument, input, (data) => data.bookAppointmentSeries);
  return booked(outcome, ({ appointmentSeries }) => appointmentSeries?.appointments ?? []);
}

function booked<Payload>(
  outcome: Outcome<Payload>,
  visitsOf: (payload: Payload) => readonly AppointmentRowFragment[],
): Outcome<Booked> {
  return outcome.kind === "done" ? { kind: "done", payload: { visits: visitsOf(outcome.payload) } } : outcome;
}
